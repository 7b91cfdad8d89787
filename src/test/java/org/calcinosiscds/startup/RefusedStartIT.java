package org.calcinosiscds.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.calcinosiscds.Application;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A start that is refused ends with one short message that names the setting and what to do. */
@ExtendWith(OutputCaptureExtension.class)
class RefusedStartIT {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        calcinosis.fetch.pagez=3              | There is no setting calcinosis.fetch.pagez ("calcinosis.fetch.pagez" from property source "commandLineArgs"). Did you mean "calcinosis.fetch.pages"?
        calcinosis.clients[0].isuer=x         | There is no setting calcinosis.clients[0].isuer
        calcinosis.nothing.like.it=1          | There is no setting calcinosis.nothing.like.it
        calcinosis.fetch.pages=0              | Setting calcinosis.fetch: Settings under calcinosis.fetch must be at least 1.
        calcinosis.fetch.pages=many           | Setting calcinosis.fetch.pages ("calcinosis.fetch.pages" from property source "commandLineArgs"): the value is no int.
        calcinosis.keys-max-age=soon         | Setting calcinosis.keys-max-age ("calcinosis.keys-max-age" from property source "commandLineArgs"): the value is no Duration.
        calcinosis.feedback.key=short         | calcinosis.feedback.key must have 32 characters or more.
        calcinosis.store.url=jdbc:h2:mem:x    | calcinosis.store.url must begin with jdbc:sqlite:
        server.address=0.0.0.0                | server.address is not a loopback address.
        """)
    void settingThatIsWrongIsNamed(String setting, String expected, CapturedOutput output) {
        assertThat(messageOf(output, setting)).contains(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "calcinosis.audit.file=%s/x, calcinosis.audit.file",
        "calcinosis.store.url=jdbc:sqlite:%s/x.db, calcinosis.store.url",
        "calcinosis.content.supplement=%s, calcinosis.content.supplement",
        "calcinosis.content.folder=%s, file"
    })
    void placeThatCannotBeUsedIsNamed(String setting, String expected, CapturedOutput output) throws IOException {
        Path blocked = Files.createFile(folder.resolve("file"));

        assertThat(messageOf(output, setting.formatted(blocked)))
                .contains(expected, blocked.getFileName().toString());
    }

    @Test
    void settingOfAFileIsNamedWithItsLine(CapturedOutput output) throws IOException {
        Path file =
                Files.writeString(folder.resolve("site.yaml"), "calcinosis:\n  fetch:\n    pages: 3\n    pagez: 3\n");

        assertThat(messageOf(output, "spring.config.additional-location=file:" + file))
                .contains("site.yaml", "4:12");
    }

    @Test
    void portInUseIsNamed(CapturedOutput output) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(messageOf(output, "server.port=" + taken.getLocalPort()))
                    .contains("Port " + taken.getLocalPort() + " is in use.");
        }
    }

    @Test
    void stackTraceIsThereOnlyWhenItIsAskedFor(CapturedOutput output) {
        assertThatThrownBy(() -> start("calcinosis.fetch.pages=0", "debug")).isNotNull();

        assertThat(output.getAll()).contains("\tat org.calcinosiscds.fhirclient.FetchSettings");
    }

    @Test
    void environmentVariablesAreKnownInBothSpellings() {
        assertThat(List.of("calcinosis.admission.shutdown.delay", "calcinosis.admission.shutdowndelay"))
                .allSatisfy(name -> assertThat(SettingNames.uniform(name))
                        .isEqualTo(SettingNames.uniform("calcinosis.admission.shutdown-delay")));
        assertThat(SettingNames.uniform("calcinosis.clients.0.fhir-servers[1].url"))
                .isEqualTo(SettingNames.uniform("calcinosis.clients.fhir-servers.url"));
    }

    /** The lines of the one message at ERROR; nothing else may look like a fault. */
    private static String messageOf(CapturedOutput output, String setting) {
        assertThatThrownBy(() -> start(setting)).isNotNull();

        List<String> lines = output.getAll().lines().toList();
        List<String> message = lines.stream()
                .dropWhile(line -> !line.contains("The service does not start."))
                .toList();
        assertThat(message).hasSizeBetween(2, 5).noneMatch(line -> line.startsWith("\tat "));
        assertThat(lines).filteredOn(line -> line.contains(" ERROR ")).hasSize(1);
        assertThat(String.join("\n", message)).doesNotContain("short", "jdbc:h2");
        return String.join("\n", message);
    }

    private static void start(String... settings) {
        new SpringApplicationBuilder(Application.class)
                .run(Stream.concat(
                                Stream.of(settings),
                                Stream.of("server.port=0", "calcinosis.store.url=none")
                                        .filter(other -> Stream.of(settings)
                                                .noneMatch(
                                                        setting -> name(setting).equals(name(other)))))
                        .map(setting -> "--" + setting)
                        .toArray(String[]::new))
                .close();
    }

    private static String name(String setting) {
        return setting.split("=", 2)[0];
    }
}
