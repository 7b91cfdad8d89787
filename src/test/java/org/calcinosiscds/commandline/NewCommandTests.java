package org.calcinosiscds.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.calcinosiscds.authoring.ContentCheck;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The commands that add to content, on a copy of ours. */
@ExtendWith(OutputCaptureExtension.class)
@Tag("once")
class NewCommandTests {
    private static final String CASE = "sarcoidosis-no-calcium";
    private static final String ORDER = "order O-PLP --title 'Pyridoxal 5-phosphate' --window 180 --cards MINERAL";
    private static final String PROBLEM = "problem HYPOPHOSPHATASIA --title 'Hypophosphatasia, known or suspected'";
    private static final String RULE =
            "rule CC-045 --library MineralRules --title 'Low alkaline phosphatase' --problem MINERAL"
                    + " --orders O-ALP,O-PLP --sources SRC-ATS20 --facts F31";
    private static final String NEW_CASE =
            "case calcium-two-years --from " + CASE + " --why 'A calcium of two years is overdue.'";
    private static final String RESOURCES = "fhir-resources/";
    private static final String PLANS = RESOURCES + "plan-definition/PlanDefinition-calcinosis-";

    @TempDir
    private Path folder;

    private ContentCopy content;
    private Map<String, String> before = Map.of();

    @BeforeEach
    void copy() throws IOException {
        content = ContentCopy.in(folder, CASE);
        before = content.texts();
    }

    @Test
    void orderIsOneLineAndWhatIsGeneratedFromIt(CapturedOutput output) throws IOException {
        assertThat(run(ORDER)).isZero();

        assertThat(content.changesSince(before))
                .isEqualTo(Map.of(
                        "src/content/orderables.csv",
                        "+1 -0",
                        "cql/OrderCodes.cql",
                        "+1 -0",
                        "cql/OrderNames.cql",
                        "+2 -1",
                        "cql/OrderTable.cql",
                        "+6 -1",
                        RESOURCES + "activity-definition/ActivityDefinition-o-plp.json",
                        "new",
                        RESOURCES + "value-set/ValueSet-order-o-plp.json",
                        "new",
                        RESOURCES + "code-system/CodeSystem-orderable.json",
                        "+5 -1",
                        PLANS + "patient-view.json",
                        "+23 -0",
                        PLANS + "encounter-discharge.json",
                        "+23 -0",
                        PLANS + "problem-list-item-create.json",
                        "+23 -0"));
        assertThat(output.getOut())
                .contains(
                        "Edited    src/content/orderables.csv",
                        "Generated cql/OrderTable.cql",
                        "It is ordered in words");
        assertThat(content.texts().get("src/content/orderables.csv"))
                .endsWith(
                        "\nO-PLP,Pyridoxal 5-phosphate,Pyridoxal5Phosphate,,pyridoxal 5-phosphate,,laboratory,,,180,,,,MINERAL,,,,\n");
    }

    @Test
    void problemIsAddedToListPlanAndService() throws IOException {
        assertThat(run(PROBLEM)).isZero();

        assertThat(content.changesSince(before))
                .isEqualTo(Map.of(
                        RESOURCES + "code-system/CodeSystem-problem.json",
                        "+5 -1",
                        "cql/CardMerging.cql",
                        "+2 -1",
                        "src/content/plans/calcinosis-patient-view.json",
                        "+2 -1",
                        "cql/CalcinosisPatientView.cql",
                        "+3 -0",
                        PLANS + "patient-view.json",
                        "+64 -0"));
        assertThat(content.texts().get("cql/CardMerging.cql"))
                .contains("    Tuple { problem: 'HYPOPHOSPHATASIA', order: 27, dropped: 7 }\n");
    }

    @Test
    void ruleIsAddedToItsLibraryItsListAndItsDescription() throws IOException {
        assertThat(run(RULE.replace("O-ALP,O-PLP", "O-ALP"))).isZero();

        assertThat(content.changesSince(before))
                .isEqualTo(Map.of(
                        "cql/MineralRules.cql", "+29 -1", RESOURCES + "code-system/CodeSystem-rule.json", "+20 -1"));
        assertThat(content.texts().get("cql/MineralRules.cql"))
                .contains("\"CC-043 Rule\", \"CC-045 Rule\" })", "items: { Orders.\"Due\"('O-ALP') },");
        assertThat(content.texts().get(RESOURCES + "code-system/CodeSystem-rule.json"))
                .containsPattern("(?s)\"CC-044\".*\"CC-045\".*\"CC-050\"");
    }

    @Test
    void aliasesOfTheLibraryAreUsedAndMissingIncludesAdded() throws IOException {
        Path library = folder.resolve("cql/MineralRules.cql");
        Files.writeString(
                library,
                Files.readString(library)
                        .replace("include CardLevels version '0.1.0' called Level\n", "")
                        .replace("called Words\n", "called Say\n"));
        assertThat(run(RULE.replace("O-ALP,O-PLP", "O-ALP"))).isZero();

        assertThat(Files.readString(library))
                .contains(
                        "called Medicines\ninclude CardLevels version '0.1.0' called Level\n", "Say.\"No Deletions\"");
    }

    @Test
    void caseIsACopyThatSaysSomethingElse() throws IOException {
        assertThat(run(NEW_CASE)).isZero();

        String path = RESOURCES + "tests/patient-view/CC-043/calcium-two-years/";
        assertThat(content.changesSince(before))
                .isEqualTo(Map.of(path + "Bundle.json", "new", path + "expected.json", "new"));
        assertThat(content.texts().get(path + "expected.json"))
                .startsWith("{\n  \"why\": \"A calcium of two years is overdue.\",\n  \"asOf\": ")
                .doesNotContain("scenario");
    }

    @Test
    void shortCaseIsAFileThatShowsSomethingElse() throws IOException {
        Path topic = folder.resolve(RESOURCES + "tests/patient-view/CC-043");
        String rest = "patient: female, 45 # of a clinic\nno: { CC-043: there is no sarcoidosis }\n";
        Files.writeString(topic.resolve("healthy.yaml"), "name: a healthy woman\n" + rest);

        assertThat(run("case healthy-too --from healthy --why 'A woman: she is healthy.'"))
                .isZero();

        assertThat(topic.resolve("healthy-too.yaml")).hasContent("name: \"A woman: she is healthy\"\n" + rest);
    }

    @Test
    void whatIsWrittenPassesCheckAndTest(CapturedOutput output) {
        for (String command : new String[] {ORDER, PROBLEM, RULE, NEW_CASE}) {
            assertThat(run(command)).isZero();
        }

        assertThat(ContentCheck.of(folder, FhirContext.forR4Cached()).findings())
                .isEmpty();
        assertThat(Commands.run(new String[] {"test", folder.toString()}, Clock.systemUTC()))
                .isZero();
        assertThat(output.getOut()).contains("2 of 2 cases passed.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "order O-CA --title 'Another' --cards MINERAL | has O-CA, \"Calcium, total (serum/plasma)\", already.",
                "order O-NEW --title 'Calcium, total (serum/plasma)' --cards MINERAL | has O-CA",
                "order plp --title 'Pyridoxal' --cards MINERAL | 'plp' cannot be used: write it like O-PLP.",
                "order O-PLP --title 'Pyridoxal' --cards MINERALS | There is no MINERALS in fhir-resources/code-system/CodeSystem-problem.json. Did you mean \"MINERAL\"?",
                "order O-PLP --title 'Pyridoxal' --cards MINERAL --code loinc:0 | write it like loinc",
                "order O-PLP --title 'Pyridoxal' --cards MINERAL --done Pyridoxal | There is no Pyridoxal in the value sets of cql.",
                "order O-PLP --title 'Pyridoxal' --cards MINERAL --kind lab | There is no lab in the kinds of orders.",
                "order O-PLP --title 'Pyridoxal' --cards MINERAL --window 0 | a number of days",
                "problem MINERAL --title 'Minerals' | MINERAL exists: Disturbed calcium, phosphate or parathyroid hormone.",
                "problem NEW --title 'New' --hooks patient-vew | There is no patient-vew in the hooks of src/content/plans. Did you mean \"patient-view\"?",
                "rule CC-043 --library MineralRules --title T --problem MINERAL --orders O-CA --sources SRC-ATS20 --facts F31 | CC-043 exists",
                "rule CC-045 --library MineralLimits --title T --problem MINERAL --orders O-CA --sources SRC-ATS20 --facts F31 | There is no MineralLimits in the libraries whose rules a service judges.",
                "rule CC-045 --library MineralRules --title T --problem MED-VKA --orders O-CA --sources SRC-ATS20 --facts F31 | judged at patient-view, where MED-VKA has no card.",
                "rule CC-045 --library MineralRules --title T --problem MINERAL --orders O-MSA --sources SRC-ATS20 --facts F31 | No card of MINERAL can propose O-MSA",
                "rule CC-045 --library MineralRules --title T --problem MINERAL --orders O-CA --sources SRC-ATS --facts F31 | There is no SRC-ATS in cql/CardSources.cql.",
                "rule CC-045 --library MineralRules --title T --problem MINERAL --orders O-CA --sources SRC-ATS20 --facts F0 | There is no F0",
                "rule CC-045 --library MineralRules --title T --problem MINERAL --orders O-CA --sources SRC-ATS20 --facts F31 --when '1 +' | Nothing was written, because cds check would then find:",
                "rule CC-045 --library MineralRules --title T --problem MINERAL --orders O-CA --sources SRC-ATS20 --facts F31 --when 'exists Causes.\"Sarcoid\"' | Nothing was written",
                "case sarcoidosis-no-calcium --from sarcoidosis-no-calcium --why 'It is the same.' | has that name.",
                "case other --from sarcoidosis --why 'It is the same.' | There is no sarcoidosis in fhir-resources/tests.",
                "case other --from sarcoidosis-no-calcium --why same | is to be a sentence"
            })
    void whatDoesNotFitIsRefusedAndNothingIsWritten(String command, String message, CapturedOutput output)
            throws IOException {
        assertThat(run(command)).isEqualTo(2);

        assertThat(output.getErr()).contains(message);
        assertThat(content.changesSince(before)).isEmpty();
    }

    @Test
    void whatIsGeneratedIsWrittenWhenItsSourceChanged(CapturedOutput output) throws IOException {
        assertThat(Commands.run(new String[] {"generate", folder.toString()}, Clock.systemUTC()))
                .isZero();
        Path table = folder.resolve("src/content/orderables.csv");
        Files.writeString(table, Files.readString(table).replace("Urate (serum/plasma)", "Urate"));

        String[] check = {"generate", "--check", folder.toString()};
        assertThat(Commands.run(check, Clock.systemUTC())).isEqualTo(1);
        assertThat(Commands.run(new String[] {"check", folder.toString()}, Clock.systemUTC()))
                .isEqualTo(1);
        assertThat(output.getOut())
                .contains("CDS073  Out of date: fhir-resources/activity-definition/ActivityDefinition-o-urate.json");
        assertThat(Commands.run(new String[] {"generate", folder.toString()}, Clock.systemUTC()))
                .isZero();
        assertThat(Commands.run(check, Clock.systemUTC())).isZero();
        assertThat(output.getOut())
                .contains(
                        "Every generated file is up to date.",
                        "Out of date: fhir-resources/activity-definition/ActivityDefinition-o-urate.json",
                        "Wrote fhir-resources/activity-definition/ActivityDefinition-o-urate.json");
    }

    @Test
    void defectOfATableIsNamed(CapturedOutput output) throws IOException {
        Path table = folder.resolve("src/content/orderables.csv");
        Files.writeString(table, Files.readString(table).replace("loinc|3084-1", "loinc|0-0"));

        assertThat(Commands.run(new String[] {"generate", folder.toString()}, Clock.systemUTC()))
                .isEqualTo(3);
        assertThat(Commands.run(new String[] {"check", folder.toString()}, Clock.systemUTC()))
                .isEqualTo(1);
        assertThat(output.getOut())
                .containsPattern("src/content/orderables.csv:\\d+  error  CDS072  There is no loinc\\|0-0");
        assertThat(output.getErr()).contains("orderables.csv:", ": There is no loinc|0-0 in src/terminology/codes.csv");
    }

    @Test
    void onlyWhatIsLeftToDoIsSaid(CapturedOutput output) {
        assertThat(run(ORDER + " --done 'Sarcoidosis'")).isZero();
        assertThat(run(RULE + " --when 'exists Causes.\"Sarcoidosis\"'")).isZero();

        assertThat(output.getOut())
                .contains(
                        "It is ordered in words: give it a code",
                        "Write its words in cql/MineralRules.cql, and cases: cds new case NAME --topic CC-045")
                .doesNotContain("counts as done", "its condition");
    }

    @Test
    void lineEndsOfWindowsAreReadAndKept(CapturedOutput output) throws IOException {
        for (String path : before.keySet()) {
            if (path.matches("(cql|src)/.*")) {
                Path file = folder.resolve(path);
                Files.writeString(file, Files.readString(file).replace("\n", "\r\n"));
            }
        }

        assertThat(Commands.run(new String[] {"generate", "--check", folder.toString()}, Clock.systemUTC()))
                .isZero();
        assertThat(run(ORDER)).isZero();
        assertThat(run(RULE)).isZero();

        assertThat(output.getErr()).isEmpty();
        for (String path : List.of("cql/MineralRules.cql", "cql/OrderTable.cql", "src/content/orderables.csv")) {
            assertThat(Files.readString(folder.resolve(path)).replace("\r\n", ""))
                    .doesNotContain("\n");
        }
    }

    @Test
    void nothingIsWrittenWhenAFileOfItCannotBe(CapturedOutput output) throws IOException {
        Path inPlaceOfAFile = folder.resolve(RESOURCES + "activity-definition/ActivityDefinition-o-plp.json/taken");
        Files.createDirectories(inPlaceOfAFile);

        assertThat(run(ORDER)).isEqualTo(3);

        assertThat(output.getErr())
                .contains("ActivityDefinition-o-plp.json: it cannot be read or written")
                .doesNotContain("Exception");
        assertThat(content.changesSince(before)).isEmpty();
    }

    /** @param line words, in single quotes where they have blanks */
    private int run(String line) {
        List<String> arguments = new ArrayList<>(List.of("new"));
        Pattern.compile("'([^']*)'|(\\S+)")
                .matcher(line)
                .results()
                .map(word -> word.group(1) == null ? word.group() : word.group(1))
                .forEach(arguments::add);
        arguments.addAll(List.of("--content", folder.toString()));
        return Commands.run(arguments.toArray(String[]::new), Clock.systemUTC());
    }
}
