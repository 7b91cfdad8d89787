package org.calcinosiscds.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.calcinosiscds.cases.CaseFolder;
import org.calcinosiscds.cases.Json;
import org.calcinosiscds.knowledge.Content;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

/** The content of the jar and a copy in which the product is high above 72, not above 70. */
@ExtendWith(OutputCaptureExtension.class)
class DiffCommandIT {
    private static final String CASE = "dialysis-product-71-40";

    @TempDir
    private Path content;

    @BeforeEach
    void copy() throws IOException {
        for (Map.Entry<String, String> file :
                new Content.Folder(Path.of("")).texts().entrySet()) {
            write(file.getKey(), file.getValue().replace("\"High Product\":\n  70.0", "\"High Product\":\n  72.0"));
        }
        Path folder = CaseFolder.named(CASE).orElseThrow().path();
        for (String file : new String[] {"Bundle.json", "expected.json"}) {
            write(folder + "/" + file, Files.readString(folder.resolve(file)));
        }
    }

    @Test
    void ruleThatIsLostIsToldWithTheConditionThatDiffers(CapturedOutput output) {
        assertThat(run("diff", "-", content.toString())).isEqualTo(1);
        assertThat(output.getOut())
                .contains(
                        "patient-view/CC-010/" + CASE,
                        "  loses CC-010: ",
                        "CC-010: true for 0, was 1; 0 gain it, 1 lose it")
                .contains("1 of 1 patients are answered otherwise.");
    }

    @Test
    void patientsCanBeBundles(CapturedOutput output) throws IOException {
        Path bundle = content.resolve("patients/a.json");
        Files.createDirectories(bundle.getParent());
        Files.copy(CaseFolder.named(CASE).orElseThrow().path().resolve("Bundle.json"), bundle);

        assertThat(run(
                        "diff",
                        content.toString(),
                        content.toString(),
                        bundle.getParent().toString()))
                .isZero();
        assertThat(output.getOut()).contains("0 of 1 patients are answered otherwise.");
    }

    @Test
    void patientsCanBeLinesOfAFile(CapturedOutput output) throws IOException {
        String bundle = Json.read(Files.readString(
                        CaseFolder.named(CASE).orElseThrow().path().resolve("Bundle.json")))
                .toString();
        Path lines = content.resolve("patients.ndjson.gz");
        try (OutputStream file = new GZIPOutputStream(Files.newOutputStream(lines))) {
            file.write((bundle + "\n\n{\"resourceType\":\n" + bundle + "\n").getBytes(StandardCharsets.UTF_8));
        }

        assertThat(run("diff", "-", content.toString(), lines.toString())).isEqualTo(1);
        assertThat(run("diff", "-", content.toString(), lines.toString(), "--format=json"))
                .isEqualTo(1);
        assertThat(output.getOut())
                .contains(
                        "Patient/patient (patients.ndjson.gz.line[1].entry[0].resource)",
                        "Patient/patient (patients.ndjson.gz.line[4].entry[0].resource)",
                        "2 of 2 patients are answered otherwise. Cards for 1,000 patients: 1000, were 2000.");
        assertThat(output.getErr()).contains("patients.ndjson.gz.line[3].", "Patients assessed: 2, not assessed: 1;");
        JsonNode json = Json.read(output.getOut()
                .lines()
                .filter(line -> line.startsWith("{"))
                .findFirst()
                .orElseThrow());
        assertThat(json.at("/rules/CC-010/lost").asInt()).isEqualTo(2);
        assertThat(json.at("/differences/0/differences/0").asString()).startsWith("loses CC-010: ");
        assertThat(json.path("notRead")).hasSize(1);
    }

    /** More patients than are compared at a time. */
    @Test
    void patientsCanBeBulkDataAndKeepTheirOrder(CapturedOutput output) throws IOException {
        JsonNode bundle = Json.read(
                Files.readString(CaseFolder.named(CASE).orElseThrow().path().resolve("Bundle.json")));
        StringBuilder lines = new StringBuilder();
        List<String> patients = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String id = "p" + (1000 - i);
            patients.add("Patient/" + id);
            for (JsonNode entry : bundle.path("entry")) {
                lines.append(entry.path("resource")
                                .toString()
                                .replace("\"Patient/patient\"", "\"Patient/" + id + "\"")
                                .replace("\"id\":\"patient\"", "\"id\":\"" + id + "\""))
                        .append('\n');
            }
        }
        Path folder = Files.createDirectories(content.resolve("export"));
        Files.writeString(folder.resolve("all.ndjson"), lines);
        Files.writeString(folder.resolve("README.md"), "no resources");

        assertThat(run("diff", "-", content.toString(), folder.toString(), "--held=20"))
                .isEqualTo(1);
        assertThat(output.getOut()
                        .lines()
                        .filter(line -> line.startsWith("Patient/"))
                        .map(line -> line.substring(0, line.indexOf(' '))))
                .isEqualTo(patients);
        assertThat(output.getOut()).contains("CC-010: true for 0, was 200; 0 gain it, 200 lose it");
        assertThat(output.getErr()).contains("Not read: README.md. It holds no FHIR resources in JSON.");
    }

    @Test
    void wrongMomentAndMissingFolderAreSaid(CapturedOutput output) {
        assertThat(run("diff", "-", content.toString(), "--as-of=today")).isEqualTo(2);
        assertThat(run(
                        "diff",
                        "-",
                        content.toString(),
                        content.resolve("nobody").toString()))
                .isEqualTo(2);
        assertThat(output.getErr()).contains("--as-of must be an instant", "There is no file and no folder ");
    }

    @Test
    void changesSinceTheLastCommitChooseTheCases(CapturedOutput output) throws Exception {
        for (String[] command : new String[][] {
            {"git", "init", "-q"},
            {"git", "add", "-A"},
            {"git", "-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-q", "-m", "content"}
        }) {
            assertThat(new ProcessBuilder(command)
                            .directory(content.toFile())
                            .start()
                            .waitFor())
                    .isZero();
        }
        Path file = content.resolve("cql/MineralLimits.cql");
        assertThat(run("test", "--changed", content.toString())).isZero();
        assertThat(output.getOut()).contains("0 of 0 cases passed.");

        Files.writeString(file, Files.readString(file).replace("\n  72.0", "\n  70.0"));
        assertThat(run("test", "--changed", content.toString())).isZero();
        assertThat(output.getOut()).contains("1 of 1 case passed.");
    }

    @Test
    void folderWithoutContentIsAWrongCommandLine(CapturedOutput output) {
        assertThat(run("diff", "-", content.resolve("cql").toString())).isEqualTo(2);
        assertThat(output.getErr()).contains("holds no content");
    }

    private static int run(String... arguments) {
        return Commands.run(arguments, Clock.systemUTC());
    }

    private void write(String path, String text) throws IOException {
        Path file = content.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
