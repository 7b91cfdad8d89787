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
        calcinosis.fetch.pages=0              | Setting calcinosis.fetch.pages ("calcinosis.fetch.pages" from property source "commandLineArgs") must be 1 or more.
        calcinosis.limits.depth=0             | Setting calcinosis.limits.depth ("calcinosis.limits.depth" from property source "commandLineArgs") must be 1 or more.
        calcinosis.evaluation.max-time=0s     | Setting calcinosis.evaluation.max-time
        calcinosis.open.deadline=2m           | Setting calcinosis.open.deadline ("calcinosis.open.deadline" from property source "commandLineArgs") must be from 50 ms to 60 s.
        calcinosis.on-store-failure=perhaps   | the value is none of accept, reject.
        calcinosis.authoring.enabled=perhaps  | Setting calcinosis.authoring.enabled ("calcinosis.authoring.enabled" from property source "commandLineArgs") must be true or false.
        calcinosis.log.patient-data=perhaps   | Setting calcinosis.log.patient-data ("calcinosis.log.patient-data" from property source "commandLineArgs"): the value is no boolean.
        logging.level.org.calcinosiscds=loud  | Setting logging.level.org.calcinosiscds ("logging.level.org.calcinosiscds" from property source "commandLineArgs"): the value is none of trace, debug
        logging.file.name=/proc/x/y.log | Setting logging.file.name ("logging.file.name" from property source "commandLineArgs") names a file that cannot be written.
        logging.file.path=/proc/x | Setting logging.file.path ("logging.file.path" from property source "commandLineArgs") names a file that cannot be written.
        logging.config=/absent.xml | Setting logging.config ("logging.config" from property source "commandLineArgs") names a file that is not there or cannot be read.
        logging.charset.console=x-none | Setting logging.charset.console ("logging.charset.console" from property source "commandLineArgs"): the value is no Charset.
        logging.threshold.file=loud | Setting logging.threshold.file ("logging.threshold.file" from property source "commandLineArgs"): the value is none of trace
        logging.structured.format.console=xml | Setting logging.structured.format.console ("logging.structured.format.console" from property source "commandLineArgs") must be one of ecs, gelf, logstash.
        logging.logback.rollingpolicy.max-file-size=lots | Setting logging.logback.rollingpolicy.max-file-size ("logging.logback.rollingpolicy.max-file-size" from property source "commandLineArgs") is no size such as 10MB.
        spring.profiles.active=a/b | Setting spring.profiles.active holds a name that no profile may have.
        calcinosis.tracing.endpoint=http://a b | Setting calcinosis.tracing.endpoint ("calcinosis.tracing.endpoint" from property source "commandLineArgs") must be an http or https URL.
        server.port=65536                     | Setting server.port ("server.port" from property source "commandLineArgs") is no port.
        calcinosis.fetch.pages=many           | Setting calcinosis.fetch.pages ("calcinosis.fetch.pages" from property source "commandLineArgs"): the value is no int.
        calcinosis.keys-max-age=soon         | Setting calcinosis.keys-max-age ("calcinosis.keys-max-age" from property source "commandLineArgs"): the value is no Duration.
        calcinosis.feedback.key=short         | Setting calcinosis.feedback.key ("calcinosis.feedback.key" from property source "commandLineArgs") must have 32 characters or more.
        calcinosis.store.url=jdbc:h2:mem:x    | Setting calcinosis.store.url ("calcinosis.store.url" from property source "commandLineArgs") must begin with jdbc:sqlite:
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
    void valueOutOfRangeInAFileIsNamedWithItsLine(CapturedOutput output) throws IOException {
        Path file = Files.writeString(folder.resolve("site.yaml"), "calcinosis:\n  fetch:\n    pages: 0\n");

        assertThat(messageOf(output, "spring.config.additional-location=file:" + file))
                .contains("calcinosis.fetch.pages (", "site.yaml", "3:12", "must be 1 or more.");
    }

    @Test
    void fileThatIsNoYamlIsNamedByLineWithoutItsContent(CapturedOutput output) throws IOException {
        Path file = Files.writeString(folder.resolve("site.yaml"), "calcinosis:\n  store:\n\tpassword: Rosalind\n");

        assertThat(messageOf(output, "spring.config.additional-location=file:" + file))
                .contains("A file of settings is no YAML in line 3, column 1: ");
        assertThat(output.getAll()).doesNotContain("Rosalind");
    }

    @Test
    void fileOfSettingsThatIsNotThereIsNamed(CapturedOutput output) {
        assertThat(messageOf(output, "spring.config.additional-location=file:" + folder.resolve("absent.yaml")))
                .contains("absent.yaml");
    }

    @Test
    void portInUseIsNamed(CapturedOutput output) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(messageOf(output, "server.port=" + taken.getLocalPort()))
                    .contains("Port " + taken.getLocalPort() + " is in use.");
        }
    }

    @Test
    void addressOfAnotherMachineIsNamedAsTheCause(CapturedOutput output) {
        assertThat(messageOf(output, "management.server.address=192.0.2.9", "management.server.port=0"))
                .contains("cannot listen on the address or port", "management.server.address");
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
    static String messageOf(CapturedOutput output, String... settings) {
        assertThatThrownBy(() -> start(settings)).isNotNull();

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
