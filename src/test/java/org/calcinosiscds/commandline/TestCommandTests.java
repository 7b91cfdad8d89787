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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The command on a copy of our content with two cases. */
@ExtendWith(OutputCaptureExtension.class)
@Tag("once")
class TestCommandTests {
    private static final String HIGH = "dialysis-product-71-40";
    private static final String SHORT = "fhir-resources/tests/patient-view/CC-043/sarcoidosis-366.yaml";
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

    @ParameterizedTest
    @ValueSource(strings = {"test --rule", "coverage --rule", "coverage --missing", "mutate --rule"})
    void ruleThatThereIsNotIsNamedAtOnce(String command, CapturedOutput output) {
        String[] words = (command + " CC-0100").split(" ");

        assertThat(Commands.run(new String[] {words[0], content.toString(), words[1], words[2]}, Clock.systemUTC()))
                .isEqualTo(2);
        assertThat(output.getErr())
                .contains("There is no rule CC-0100. Did you mean \"CC-010\"?")
                .doesNotContain("Running");
    }

    @Test
    void whatLooksLikeACaseAndIsNeverRunIsNamed(CapturedOutput output) throws IOException {
        write("fhir-resources/tests/patient-view/CC-043/half/Bundle.json", "{}");
        write("fhir-resources/tests/patient-view/CC-043/other.yml", "why: x");
        write("fhir-resources/tests/patient-vew/CC-043/short.yml", "why: x");

        assertThat(run("--case " + HIGH)).isZero();

        assertThat(output.getErr())
                .contains(
                        "Not run: fhir-resources/tests/patient-view/CC-043/half. A case has an expected.json",
                        "Not run: fhir-resources/tests/patient-view/CC-043/other.yml. A short case ends with .yaml",
                        "Not run: fhir-resources/tests/patient-vew. There is no hook patient-vew. Did you mean"
                                + " \"patient-view\"?");
    }

    @Test
    void casesOfALibraryAreThoseAboutRulesThatUseIt(CapturedOutput output) {
        assertThat(run("--library KidneyMineralRules")).isZero();
        assertThat(output.getOut()).contains("1 of 1 case passed.");
        assertThat(run("--library CalciumPhosphateProduct")).isZero();
        assertThat(run("--library NoLibrary")).isEqualTo(2);
        assertThat(output.getErr()).contains("There is no library NoLibrary in ");
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
                        "  CC-010 is true: CalciumPhosphateProduct.\"Is High And Current\" is true  CalciumPhosphateProduct.cql:",
                        "  CC-043 is false: exists Causes.\"Sarcoidosis\" is false  MineralRules.cql:",
                        "0 of 1 case passed.");
    }

    @Test
    void updateWritesWhatCameAndNothingElse(CapturedOutput output) throws IOException {
        Files.writeString(
                expected(),
                original.replace("\"HIGH\"", "\"ELEVATED\"")
                        .replace("[\"CC-010\", \"CC-033\"]", "[\"CC-043\"]")
                        .replaceFirst("\"indicator\": \"warning\"", "\"indicator\": \"info\""));

        assertThat(run("--update --yes")).isZero();
        assertThat(output.getErr()).contains("Wrote 1 file.");
        assertThat(Files.readString(expected())).isEqualTo(original);
    }

    @Test
    void shortCaseStatesOnlyWhatItIsAbout(CapturedOutput output) throws IOException {
        String sarcoidosis = """
                name: sarcoidosis, calcium 366 days old
                patient: female, 45
                conditions: [ SNOMED#31541009 since 2019 ]
                observations: [ LOINC#17861-6 9.4 mg/dL 366 days ago ]
                rules: [ CC-043 ]
                cards: [ { problem: MINERAL, indicator: info, orders: [ O-CA, O-ALB, O-CREAT, O-ALP ] } ]
                no: { CC-044: calcium is not high }
                """;
        write(
                "fhir-resources/tests/code-systems.csv",
                Files.readString(Path.of("fhir-resources/tests/code-systems.csv")));
        write(SHORT, sarcoidosis);
        assertThat(run("--case sarcoidosis")).isZero();

        write(SHORT, sarcoidosis.replace("366 days", "365 days"));
        assertThat(run("--case sarcoidosis --update --yes")).isZero();
        assertThat(output.getOut())
                .contains("patient-view/CC-043/sarcoidosis-366\n", "  CC-043 is expected to be true and is not.");
        assertThat(output.getErr()).contains("Wrote 1 file.");
        assertThat(Files.readString(content.resolve(SHORT)))
                .isEqualTo(sarcoidosis
                        .replace("366 days", "365 days")
                        .replaceFirst("rules: .*", "rules: [ ]")
                        .replaceFirst("cards: .*", "cards: [ ]"));

        write(SHORT, sarcoidosis.replaceFirst("rules: .*", "rules: [ ]").replaceFirst("O-CA, ", ""));
        assertThat(run("--case sarcoidosis --update --yes")).isZero();
        assertThat(Files.readString(content.resolve(SHORT)))
                .isEqualTo(sarcoidosis.replace("O-CA, O-ALB, O-CREAT, O-ALP", "O-ALB, O-ALP, O-CA, O-CREAT"));

        write(SHORT, sarcoidosis.replace("CC-044: calcium", "CC-043: calcium").replace("rules: [ CC-043 ]\n", ""));
        assertThat(run("--rule CC-043")).isEqualTo(1);
        assertThat(output.getOut()).contains("  CC-043 is true and not expected: calcium is not high.");

        write(SHORT, sarcoidosis.replace("CC-044: calcium", "CC-4: calcium"));
        assertThat(run("--case sarcoidosis")).isEqualTo(1);
        assertThat(output.getOut()).contains("  There is no rule CC-4, which the case says is not true.");

        write(SHORT, sarcoidosis.replace("LOINC#", "LOINK#"));
        assertThat(run("--case sarcoidosis")).isEqualTo(3);
        assertThat(output.getErr()).contains("sarcoidosis-366.yaml:4:17  There is no code system LOINK");
    }

    @Test
    void caseOfAFileForEachResourceIsRun(CapturedOutput output) throws IOException {
        String folder = "input/tests/MineralRules/sarcoidosis";
        write(
                folder + "/Patient-1.json",
                "{\"resourceType\":\"Patient\",\"id\":\"1\",\"gender\":\"female\",\"birthDate\":\"1980-01-01\"}");
        write(folder + "/Condition-1.json", """
                {"resourceType":"Condition","id":"1","subject":{"reference":"Patient/1"},
                 "clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active"}]},
                 "code":{"coding":[{"system":"http://snomed.info/sct","code":"31541009"}]}}
                """);
        assertThat(run("--case sarcoidosis")).isEqualTo(3);
        assertThat(output.getErr()).contains("expected.json is missing; it needs at least asOf");

        write(folder + "/expected.json", "{ \"asOf\": \"2026-11-21T09:00:00Z\" }");
        assertThat(run("--case sarcoidosis --update --yes")).isZero();
        assertThat(Files.readString(content.resolve(folder + "/expected.json"))).contains("\"rules\": [\"CC-043\"]");
        assertThat(run("--rule CC-043")).isZero();
        assertThat(output.getOut()).contains("1 of 1 case passed.");
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
