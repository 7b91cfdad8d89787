package org.calcinosiscds.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.calcinosiscds.cases.CaseFolder;
import org.calcinosiscds.knowledge.Content;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The command on a copy of our content with two cases. */
@ExtendWith(OutputCaptureExtension.class)
class TestCommandTests {
    private static final String HIGH = "dialysis-product-71-40";
    private static final String OTHER = "with-calcinosis-and-connective-tissue-disease";

    @TempDir
    private Path content;

    private String original = "";

    @BeforeEach
    void copy() throws IOException {
        for (Map.Entry<String, String> file :
                new Content.Folder(Path.of("")).texts().entrySet()) {
            write(file.getKey(), file.getValue());
        }
        for (String name : new String[] {HIGH, OTHER}) {
            Path folder = CaseFolder.named(name).orElseThrow().path();
            for (String file : new String[] {"Bundle.json", "expected.json"}) {
                write(folder + "/" + file, Files.readString(folder.resolve(file)));
            }
        }
        original = Files.readString(expected());
    }

    @Test
    void casesThatAreAnsweredAsExpectedPass(CapturedOutput output) {
        assertThat(run("")).isZero();
        assertThat(output.getOut()).contains("2 of 2 cases passed.");
    }

    @Test
    void failureSaysWhatWasExpectedAndWhatCame(CapturedOutput output) throws IOException {
        Files.writeString(
                expected(),
                original.replace("\"HIGH\"", "\"ELEVATED\"")
                        .replace("[\"CC-010\", \"CC-033\"]", "[\"CC-033\", \"CC-043\"]")
                        .replaceFirst("\"indicator\": \"warning\"", "\"indicator\": \"info\"")
                        .replace("\"Ca x P 71.4 mg2/dL2 (>70): repeat", "\"Ca x P is high: repeat")
                        .replace("\"O-ICA\", \"O-PHOS\"", "\"O-ECHO-NONE\", \"O-PHOS\""));

        assertThat(run("--case " + HIGH)).isEqualTo(1);
        assertThat(output.getOut())
                .contains(
                        "patient-view/CC-010/" + HIGH,
                        "  CC-043 is expected to be true and is not.",
                        "  CC-010 is true and not expected.",
                        "  Card MINERAL is warning, expected info.",
                        "  Card MINERAL says \"Ca x P 71.4 mg2/dL2 (>70): repeat, find the cause, involve nephrology\", "
                                + "expected \"Ca x P is high: repeat, find the cause, involve nephrology\".",
                        "  Card MINERAL: O-ECHO-NONE is expected and not proposed; no action of the card proposes it.",
                        "  Card MINERAL: O-ICA is proposed and not expected.",
                        "  Product: tier is HIGH, expected ELEVATED.",
                        "0 of 1 cases passed.");
    }

    @Test
    void updateWritesWhatCameAndNothingElse(CapturedOutput output) throws IOException {
        Files.writeString(
                expected(),
                original.replace("\"HIGH\"", "\"ELEVATED\"")
                        .replace("[\"CC-010\", \"CC-033\"]", "[\"CC-043\"]")
                        .replaceFirst("\"indicator\": \"warning\"", "\"indicator\": \"info\""));

        assertThat(run("--update --yes")).isZero();
        assertThat(output.getErr()).contains("Wrote 1 files.");
        assertThat(Files.readString(expected())).isEqualTo(original);
    }

    @Test
    void buildServersReadTheXmlOfJunit(CapturedOutput output) throws IOException {
        Files.writeString(expected(), original.replace("\"HIGH\"", "\"ELEVATED\""));

        assertThat(run("--format junit --rule CC-010")).isEqualTo(1);
        assertThat(output.getOut())
                .contains(
                        "<testsuite name=\"cases\" tests=\"2\" failures=\"1\"",
                        "<failure message=\"Product: tier is HIGH, expected ELEVATED.\">");
    }

    @Test
    void caseThatDoesNotExistIsAWrongCommandLine(CapturedOutput output) {
        assertThat(run("--case nothing-of-this-name")).isEqualTo(2);
        assertThat(output.getErr()).contains("There is no such case");
    }

    @Test
    void defectOfTheContentIsNamed(CapturedOutput output) throws IOException {
        write("fhir-resources/value-set/ValueSet-broken.json", "{\"resourceType\":\"ValueSet\"}");

        assertThat(run("")).isEqualTo(3);
        assertThat(output.getErr()).contains("value-set/ValueSet-broken.json");
    }

    private int run(String options) {
        return Commands.run(("test " + content + " " + options).strip().split(" "), Clock.systemUTC());
    }

    private Path expected() {
        return content.resolve(CaseFolder.named(HIGH).orElseThrow().path()).resolve("expected.json");
    }

    private void write(String path, String text) throws IOException {
        Path file = content.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
