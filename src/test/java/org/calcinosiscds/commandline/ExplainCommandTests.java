package org.calcinosiscds.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.calcinosiscds.cases.Json;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@ExtendWith(OutputCaptureExtension.class)
@Tag("once")
class ExplainCommandTests {
    private static final String CASE = "dialysis-product-71-40";

    @Test
    void ruleThatIsTrueIsFollowedToItsValues(CapturedOutput output) {
        assertThat(run(CASE, "--rule=CC-010")).isZero();
        assertThat(output.getOut())
                .contains("CC-010 true")
                .containsPattern(
                        "  CalciumPhosphateProduct.\"Is High And Current\" = true  CalciumPhosphateProduct.cql:[1-9]")
                .containsPattern("      CalciumPhosphateProduct.\"Tier\" = HIGH  CalciumPhosphateProduct.cql:[1-9]");
    }

    @Test
    void everyConditionThatMakesARuleFalseIsNamed(CapturedOutput output) {
        assertThat(run(CASE, "--rule=CC-043")).isZero();
        assertThat(output.getOut())
                .contains("CC-043 false")
                .containsPattern("  exists Causes.\"Sarcoidosis\" = false  MineralRules.cql:[1-9]")
                .containsPattern("    CalcificationCauses.\"Sarcoidosis\" = \\[]  CalcificationCauses.cql:[1-9]")
                .containsPattern("  Orders.\"Done\"\\('O-CA', Orders.\"Yearly\"\\) = true  MineralRules.cql:[1-9]");
    }

    /** As the commands test and mutate name it. */
    @Test
    void caseIsFoundByItsNameWithHookAndTopic(CapturedOutput output) {
        assertThat(run("patient-view/CC-043/sarcoidosis-no-calcium", "--rule=CC-043"))
                .isZero();
        assertThat(output.getOut()).contains("CC-043 true");
    }

    @Test
    void conditionOfAnIfIsFollowedToWhatDecidesIt(CapturedOutput output) {
        assertThat(run(CASE, "--rule=CC-060")).isZero();
        assertThat(output.getOut())
                .containsSubsequence(
                        "CC-060 false",
                        "  exists Causes.\"Calcinosis\" = false  IdiopathicRules.cql:",
                        "    CalcificationCauses.\"Calcinosis\" = []")
                .doesNotContain("if not exists");
    }

    @Test
    void functionsAreEnteredWithTheirArguments(CapturedOutput output) {
        assertThat(run(CASE, "--rule=CC-043")).isZero();
        assertThat(output.getOut())
                .containsSubsequence(
                        "  Orders.\"Done\"('O-CA', Orders.\"Yearly\") = true",
                        "    Orderables.\"Done\" = item O-CA, window 365 'days'  Orderables.cql:",
                        "      Record.\"Is Within\"(Table.\"Last Done\"(item), window) = true",
                        "        PatientRecord.\"Is Within\" = moment 2026-11-11T09:00:00.000+00:00, window 365 'days'",
                        "          date from moment >= \"Today\" - window = true");
    }

    @Test
    void candidatesOfAQueryAreNamedWithWhatRulesThemOut(CapturedOutput output) {
        assertThat(run(CASE, "--rule=CC-015")).isZero();
        assertThat(output.getOut())
                .containsSubsequence(
                        "ProductPairing.\"Rejected Phosphate\" = []",
                        "  Lab.\"Phosphate Results\" = 1 candidate, none meets the where",
                        "    Observation/phos 7.0 mg/dL 2026-11-11T14:25:00+05:30 = false",
                        "      Result.reason is not null = false");
    }

    @Test
    void programsReadJson(CapturedOutput output) {
        assertThat(run(CASE, "--rule=CC-043", "--format=json")).isZero();
        String line = output.getOut()
                .lines()
                .filter(each -> each.startsWith("{"))
                .findFirst()
                .orElseThrow();
        assertThat(Json.read(line)
                        .at("/rules/0/explanation/because/0/because/0/value")
                        .asString())
                .isEqualTo("[]");
    }

    @Test
    void withoutARuleThoseThatAreTrueHaveTheirConditionsAndTheOthersALine(CapturedOutput output) {
        assertThat(run(CASE)).isZero();
        assertThat(output.getOut())
                .containsPattern("CC-010 true\\R  Record.\"Cards Are Allowed\" = true  CalcinosisPatientView.cql:[1-9]")
                .containsPattern("CC-043 false: exists Causes.\"Sarcoidosis\" is false  MineralRules.cql:[1-9]")
                .doesNotContain("CC-101");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fhir-resources/tests/patient-view/CC-001/lupus-of-childhood.yaml",
                "./fhir-resources/tests/patient-view/CC-010/../CC-001/lupus-of-childhood.yaml",
                "lupus-of-childhood"
            })
    void caseIsFoundByItsPathToo(String path, CapturedOutput output) {
        assertThat(run(path, "--rule=CC-001")).isZero();
        assertThat(output.getOut()).contains("CC-001 true");
    }

    @Test
    void resourcesThatAConditionRestsOnAreCited(CapturedOutput output) {
        assertThat(run(CASE, "--rule=CC-010")).isZero();
        assertThat(output.getOut())
                .containsSubsequence(
                        "CalciumPhosphateProduct.\"Tier\" = HIGH",
                        "        Observation/ca 10.2 mg/dL 2026-11-11T14:25:00+05:30",
                        "        Observation/phos 7.0 mg/dL 2026-11-11T14:25:00+05:30",
                        "CalciumPhosphateProduct.\"Pair Is Current\" = true");
    }

    @Test
    void resourcesOfWhichOneIsEnoughAreMarked(@TempDir Path folder, CapturedOutput output) throws IOException {
        ObjectNode bundle = (ObjectNode) Json.read(
                Files.readString(Path.of("fhir-resources/tests/patient-view/CC-010/" + CASE + "/Bundle.json")));
        ArrayNode entries = (ArrayNode) bundle.path("entry");
        for (JsonNode entry : entries.deepCopy()) {
            if (entry.at("/resource/id").asString("").equals("ca")) {
                ((ObjectNode) entry.path("resource")).put("id", "another");
                entries.add(entry);
            }
        }
        Path twice = Files.writeString(folder.resolve("Bundle.json"), bundle.toString());
        assertThat(run(twice.toString(), "--rule=CC-043", "--as-of=2026-11-21T09:00:00Z"))
                .isZero();
        assertThat(output.getOut())
                .containsSubsequence(
                        "Orders.\"Done\"('O-CA', Orders.\"Yearly\") = true",
                        "    one of Observation/another 10.2 mg/dL",
                        "    one of Observation/ca 10.2 mg/dL");
    }

    @Test
    void rulesAreThoseOfTheHook(CapturedOutput output) {
        assertThat(run("patient-deceased", "--rule=CC-062")).isZero();
        assertThat(run(CASE, "--hook=order-sign")).isZero();
        assertThat(run(CASE, "--hook=order-sign", "--rule=CC-010")).isEqualTo(2);
        assertThat(output.getOut())
                .containsSubsequence("CC-062 false", "Record.\"Cards Are Allowed\" = false", "Patient.deceased")
                .contains("CC-101 false: exists \"Vitamin K Antagonist Drafts\" is false");
        assertThat(output.getErr()).contains("The hook order-sign has no rule CC-010.");
    }

    @Test
    void patientOfABundleIsJudgedForTheInstantThatIsNamed(CapturedOutput output) {
        String bundle = "fhir-resources/tests/patient-view/CC-010/" + CASE + "/Bundle.json";
        assertThat(run(bundle, "--rule=CC-010", "--as-of=2026-11-21T09:00:00Z")).isZero();
        assertThat(run(bundle, "--rule=CC-010", "--as-of=2028-11-21T09:00:00Z")).isZero();
        assertThat(output.getOut())
                .containsSubsequence(
                        "CC-010 true", "CC-010 false", "CalciumPhosphateProduct.\"Pair Is Current\" = false");
    }

    @Test
    void contextOfTheHookIsThatOfTheFile(@TempDir Path folder, CapturedOutput output) throws IOException {
        String named = "fhir-resources/tests/order-sign/CC-101/";
        Path drafted;
        try (var cases = Files.list(Path.of(named))) {
            drafted = cases.filter(each -> Files.exists(each.resolve("context.json")))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
        String[] options = {"--hook=order-sign", "--rule=CC-101", "--as-of=2026-11-21T09:00:00Z"};
        assertThat(run(drafted.resolve("Bundle.json").toString(), options)).isZero();
        assertThat(output.getOut()).contains("exists \"Vitamin K Antagonist Drafts\" = false");
        assertThat(run(
                        drafted.resolve("Bundle.json").toString(),
                        options[0],
                        options[1],
                        options[2],
                        "--context=" + drafted.resolve("context.json")))
                .isZero();
        assertThat(output.getOut()).contains("exists \"Vitamin K Antagonist Drafts\" = true");
    }

    @Test
    void whatCannotBeReadIsNamed(@TempDir Path folder, CapturedOutput output) throws IOException {
        Path text = Files.writeString(folder.resolve("notes.txt"), "calcium");
        assertThat(run("no-such-case", "--rule=CC-043")).isEqualTo(2);
        assertThat(run(CASE, "--rule=CC-999")).isEqualTo(2);
        assertThat(run(CASE, "--hook=no-such-hook")).isEqualTo(2);
        assertThat(run(CASE, "--as-of=yesterday")).isEqualTo(2);
        assertThat(run(CASE, "--context=" + text)).isEqualTo(2);
        assertThat(run(text.toString())).isEqualTo(2);
        assertThat(output.getErr())
                .contains(
                        "There is no case and no file no-such-case.",
                        "The hook patient-view has no rule CC-999.",
                        "--hook must be one of encounter-discharge, ",
                        "--as-of must be an instant with a time zone",
                        text + " is no JSON object.",
                        "Found text that is not JSON near byte 0 as the body, expected JSON.");
    }

    private static int run(String name, String... options) {
        String[] arguments = new String[options.length + 2];
        arguments[0] = "explain";
        arguments[1] = name;
        System.arraycopy(options, 0, arguments, 2, options.length);
        return Commands.run(arguments, Clock.systemUTC());
    }
}
