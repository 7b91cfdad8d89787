package org.calcinosiscds.startup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Settings of the web server that a person gets wrong: each ends with the short message that names it, and without its value. */
@ExtendWith(OutputCaptureExtension.class)
class RefusedServerSettingsIT {
    @TempDir
    private static Path folder;

    @BeforeAll
    static void files() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("junk"), "no key\n");
        int result = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        folder.resolve("good.p12").toString(),
                        "-storepass",
                        "changeit",
                        "-dname",
                        "CN=localhost")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        assertThat(result).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        server.port=-5 | Setting server.port (* is no port.
        server.port=eighty | Setting server.port (*: the value is none that it may have.
        management.server.port=-7 | Setting management.server.port (* is no port.
        management.server.port=x | Setting management.server.port (*: the value is none that it may have.
        server.ssl.enabled=true | Setting server.ssl.enabled (* turns on TLS, and no key is set for it.
        management.server.ssl.enabled=true | Setting management.server.ssl.enabled (* turns on TLS, and no key is set for it.
        server.ssl.key-store=FOLDER/absent.p12 | Setting server.ssl.key-store (* names a file that is not there or cannot be read.
        server.ssl.key-store=FOLDER/good.p12 server.ssl.key-store-password=Rosalind | Setting server.ssl.key-store (* cannot be opened with the password that is set.
        server.ssl.key-store=FOLDER/junk server.ssl.key-store-password=Rosalind | Setting server.ssl.key-store (* holds nothing that can be used for TLS.
        server.ssl.key-store=FOLDER/good.p12 server.ssl.key-store-password=changeit server.ssl.key-alias=Rosalind | Setting server.ssl.key-alias (* names no key of the store.
        server.ssl.key-store=FOLDER/good.p12 server.ssl.key-store-password=changeit server.ssl.key-store-type=Rosalind | Setting server.ssl.key-store (* holds nothing that can be used for TLS.
        server.ssl.key-store=FOLDER/good.p12 server.ssl.key-store-password=changeit server.ssl.protocol=Rosalind | Setting server.ssl.protocol (* is no protocol that Java knows.
        server.ssl.key-store=FOLDER/good.p12 server.ssl.key-store-password=changeit server.ssl.trust-store=FOLDER/absent | Setting server.ssl.trust-store (* names a file that is not there or cannot be read.
        server.ssl.certificate=FOLDER/absent server.ssl.certificate-private-key=FOLDER/absent | Setting server.ssl.certificate (* names a file that is not there or cannot be read.
        server.ssl.certificate=FOLDER/junk server.ssl.certificate-private-key=FOLDER/junk | Setting server.ssl.certificate (* holds nothing that can be used for TLS.
        server.ssl.bundle=wev spring.ssl.bundle.jks.web.keystore.location=FOLDER/good.p12 | Setting server.ssl.bundle (* names a bundle that is not under spring.ssl.bundle. Did you mean "web"?
        management.server.ssl.bundle=web | Setting management.server.ssl.bundle (* names a bundle that is not under spring.ssl.bundle.
        server.ssl.bundle=web spring.ssl.bundle.pem.web.keystore.certificate=FOLDER/junk | Setting spring.ssl.bundle.pem.web.keystore* holds nothing that can be used for TLS.
        server.ssl.bundle=web spring.ssl.bundle.jks.web.keystore.location=FOLDER/absent | Setting spring.ssl.bundle.jks.web.keystore* names a file that is not there or cannot be read.
        server.ssl.client-auth=perhaps | Setting server.ssl.client-auth (*: the value is none of none, want, need.
        server.ssl.enabled=perhaps | Setting server.ssl.enabled (*: the value is no boolean.
        server.tomcat.threads.max=0 | Setting server.tomcat.threads.max (* must be 1 or more.
        server.tomcat.max-connections=0 | Setting server.tomcat.max-connections (* must be 1 or more.
        server.tomcat.basedir=/proc/x | The web server cannot start: IllegalStateException, Unable to create the directory
        server.ssl.key-store=FOLDER/good.p12 server.ssl.key-store-password=changeit server.ssl.enabled-protocols=none | The web server cannot start: IllegalArgumentException, None of the [protocols]
        management.endpoint.health.group.x.include=none | management.endpoint.health.group.x.include
        server.tomcat.threads.max=many | Setting server.tomcat.threads.max (*: the value is no
        server.tomcat.connection-timeout=soon | Setting server.tomcat.connection-timeout (*: the value is no Duration.
        server.max-http-request-header-size=lots | Setting server.max-http-request-header-size (*: the value is no DataSize.
        server.shutdown=perhaps | Setting server.shutdown (*: the value is none of
        server.address=nowhere.invalid | Setting server.address (*: the value is no InetAddress.
        management.server.address=nowhere.invalid | Setting management.server.address (*: the value is no InetAddress.
        server.servlet.context-path=x | The web server cannot start: IllegalArgumentException, Context path must start
        management.endpoints.web.base-path=x | management.endpoints.web
        management.endpoint.health.show-details=perhaps | Setting management.endpoint.health.show-details (*: the value is none of
        management.server.base-path=x | Setting management.server.base-path (* must begin with a slash.
        spring.lifecycle.timeout-per-shutdown-phase=soon | Setting spring.lifecycle.timeout-per-shutdown-phase (*: the value is no Duration.
        """)
    void settingIsNamedWithWhatIsWrong(String settings, String expected, CapturedOutput output) {
        String[] all = Stream.concat(
                        Stream.of(settings.replace("FOLDER", folder.toString()).split(" ")),
                        Stream.of("management.server.port=0")
                                .filter(each -> !settings.contains("management.server.port")))
                .toArray(String[]::new);

        assertThat(RefusedStartIT.messageOf(output, all))
                .containsSubsequence(expected.split("\\*"))
                .doesNotContain("Rosalind", "nowhere.invalid", "changeit");
    }
}
