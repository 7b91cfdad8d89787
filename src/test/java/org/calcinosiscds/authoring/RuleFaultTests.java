package org.calcinosiscds.authoring;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.cql.SmallKnowledge;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults in rules that the translator accepts or reports elsewhere. */
class RuleFaultTests {
    private static final String HEADER = """
            library %1$s version '1.0.0' // Source: made for tests
            using FHIR version '4.0.1'
            include FHIRHelpers version '4.0.1' called FHIRHelpers
            """;
    private static final String TYPE = """
            id String, problem String, level Integer, urgent Boolean, summary String, why String, first String,
            items List<Tuple { id String }>, sources List<String>, facts List<String>, reasons List<String>""";

    @TempDir
    Path folder;

    private SmallKnowledge small;

    @BeforeEach
    void writeRules() {
        small = new SmallKnowledge(folder);
        library("CardMerging", """
                context Patient
                define "Problems": { Tuple { problem: 'MINERAL' }, Tuple { problem: 'SKIN' } }
                define function "Merged"(rules List<Tuple { %s }>):
                  rules Rule return all Rule.id
                """.formatted(TYPE));
        library("CardSources", """
                context Patient
                define "Sources": { Tuple { key: 'SRC-A' } }
                """);
        library("Orderables", """
                context Patient
                define function "Due"(item String): Tuple { id: item }
                """);
        library("Rules", """
                include Orderables version '1.0.0' called Orders
                context Patient

                define "Rules":
                  ({ "CC-001 Rule", "CC-002 Rule" }) Rule where Rule is not null

                define "CC-001 Rule":
                  if Patient.active then null else Tuple {
                    id: 'CC-001',
                    problem: 'MINERAL',
                    level: 1,
                    urgent: false,
                    summary: 'Order parathyroid hormone',
                    why: null as String, first: 'Measure it first.',
                    items: { Orders."Due"('PTH') },
                    sources: { 'SRC-A' },
                    facts: { 'F1' },
                    reasons: { 'declined' }
                  }

                define "CC-002 Rule":
                  if Patient.active then null else Tuple {
                    id: 'CC-002', problem: 'SKIN', level: 3, urgent: true, summary: 'Look at the skin', why: 'It tells.',
                    items: { Orders."Due"('PTH') }, sources: { 'SRC-A' }, facts: { 'F1' }, reasons: { 'declined' }, first: 'Look at it.'
                  }
                """);
        small.replacing("cql/Small.cql", "parameter", """
                        include CardMerging version '1.0.0' called Merging
                        include Rules version '1.0.0' called Rules
                        parameter""")
                .replacing("cql/Small.cql", "if Kidney.\"On Dialysis\" then { 'R-1' } else { }", "\"Merged\"")
                .replacing("cql/Small.cql", "define \"Card\":", """
                        define "Merged":
                          Merging."Merged"(Rules."Rules")

                        define "Card":""")
                .replacing(
                        "fhir-resources/plan-definition/PlanDefinition-small.json",
                        "\"action\":[{\n   \"condition\"",
                        "\"action\":[{\n   \"code\":[{\"coding\":[{\"code\":\"MINERAL\"}]}],\"condition\"")
                .replacing(
                        "fhir-resources/plan-definition/PlanDefinition-small.json",
                        "\"expression\":\"true\"",
                        "\"expression\":\"'PTH' is not null\"");
        codes("rule", "CC-001", "CC-002");
        codes("fact", "F1");
        codes("override-reason", "declined");
        codes("orderable", "PTH", "PHOS");
    }

    @Test
    void rulesWithoutFaultsHaveNoFindings() {
        assertThat(CheckedFolder.findings(folder)).isEmpty();
    }

    @ParameterizedTest(name = "{2}: {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            summary: 'Order parathyroid hormone', | `` | cql/Rules.cql:11:36 CDS030
            summary: 'Order parathyroid hormone' | summary: null | cql/Rules.cql:16:14 CDS030
            summary: 'Order parathyroid hormone' | summary: null as String | cql/Rules.cql:16:14 CDS030
            first: 'Measure it first.' | first: null as String | cql/Rules.cql:17:33 CDS030
            { 'SRC-A' }, | { null, 'SRC-A' }, | cql/Rules.cql:19:16 CDS030
            { 'F1' }, | { 'F1', if Patient.active then 'F1' else null }, | cql/Rules.cql:20:53 CDS030
            { 'declined' } | { 'declined', null as String } | cql/Rules.cql:21:28 CDS030
            { Orders."Due"('PTH') }, | { Orders."Due"('PTH'), null }, | cql/Rules.cql:18:35 CDS030
            summary: 'Order | summery: 'Order | cql/Rules.cql:16:14 CDS040
            level: 1 | level: '1' | cql/Rules.cql:14:12 CDS040
            level: 1, | level: 1, level: 2, | cql/Rules.cql:14:22 CDS040
            level: 1 | level: 4 | cql/Rules.cql:14:12 CDS039
            'MINERAL' | 'MINERALS' | cql/Rules.cql:13:14 CDS031
            "CC-001 Rule", | `` | cql/Rules.cql:10:1 CDS032
            id: 'CC-002' | id: 'CC-001' | cql/Rules.cql:26:9 CDS033
            id: 'CC-002' | id: 'CC-003' | cql/Rules.cql:26:9 CDS035
            { 'SRC-A' }, | { 'SRC-B' }, | cql/Rules.cql:19:16 CDS036
            { 'F1' }, | { 'F2' }, | cql/Rules.cql:20:14 CDS037
            { 'declined' } | { 'declind' } | cql/Rules.cql:21:16 CDS038
            Orders."Due"('PTH') | Orders."Due"('PHT') | cql/Rules.cql:18:27 CDS041
            Orders."Due"('PTH') | Orders."Due"('PHOS') | cql/Rules.cql:18:27 CDS034
            'Order parathyroid hormone' | 'Order parathyroid hormone, and then say so much about it that no card can show the whole of what was said, however wide the window of the clinician is' | cql/Rules.cql:16:14 CDS042
            'Order parathyroid hormone' | 'Order parathyroid hormone, and then say so much' + (if Patient.gender is null then '' else ' now') + ' about it that no card can show the whole of what was said, however wide the window of the clinician is' | cql/Rules.cql:16:14 CDS042
            """)
    void faultIsReportedWhereItIsAndNothingElseIs(String text, String fault, String expected) {
        new Edit(folder.resolve("cql/Rules.cql")).replaceFirst(text, fault == null ? "" : fault);

        assertThat(CheckedFolder.findings(folder)).containsExactly(expected);
        assertThat(Explanations.of(expected.replaceFirst(".* ", "")))
                .hasValueSatisfying(page -> assertThat(page).contains("**Why it matters.**", "Wrong:", "Right:"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            CardMerging | Tuple { problem: 'SKIN' } | Tuple { problem: 'MINERAL' }, Tuple { problem: 'SKIN' } | 5:69 CDS031
            CardSources | Tuple { key: 'SRC-A' } | Tuple { key: 'SRC-A' }, Tuple { key: 'SRC-A' } | 5:58 CDS036
            """)
    void problemOrSourceThatIsDefinedTwiceIsReported(String library, String text, String fault, String expected) {
        String file = "cql/" + library + ".cql";
        new Edit(folder.resolve(file)).replaceFirst(text, fault);

        assertThat(CheckedFolder.findings(folder)).containsExactly(file + ":" + expected);
    }

    /** A row is a file, a text in it, what replaces it, and the one finding. */
    @ParameterizedTest(name = "{3}: {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            cql/AllRules.cql | Mineral."Rules", Skin."Rules" | Skin."Rules" | cql/Rules.cql:7:1 CDS032
            cql/AllRules.cql | Mineral."Rules", Skin."Rules" | Mineral."Rules" | cql/SkinRules.cql:6:1 CDS032
            cql/AllRules.cql | , Skin."Rules" | , Skin."Rules", Mineral."Rules" | cql/AllRules.cql:7:58 CDS032
            cql/Rules.cql | "CC-001 Rule", | "CC-001 Rule", "CC-001 Rule", | cql/Rules.cql:8:21 CDS032
            cql/AllRules.cql | Mineral."Rules" | { Mineral."CC-002 Rule" } | cql/Rules.cql:10:1 CDS032
            cql/Small.cql | "Merged" | { 'CC-001' } | fhir-resources/plan-definition/PlanDefinition-small.json:3:56 CDS032
            """)
    void ruleThatNoListHasOrOneHasTwiceIsReported(String file, String text, String fault, String expected) {
        addSkinRules();
        library("AllRules", """
                include Rules version '1.0.0' called Mineral
                include SkinRules version '1.0.0' called Skin
                context Patient
                define "Rules": flatten { Mineral."Rules", Skin."Rules" }
                """);
        small.replacing(
                        "cql/Small.cql",
                        "include Rules version '1.0.0' called Rules",
                        "include AllRules version '1.0.0' called All")
                .replacing("cql/Small.cql", "(Rules.\"Rules\")", "(All.\"Rules\")");
        addTrigger();
        describeRules("CC-001", "CC-002", "CC-003");
        assertThat(ContentCheck.of(folder, FhirContext.forR4Cached()).findings())
                .isEmpty();
        new Edit(folder.resolve(file)).replaceFirst(text, fault);

        assertThat(CheckedFolder.findings(folder)).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "override-reason, CodeSystem-override-reason.json:1 CDS038",
        "fact, CodeSystem-fact.json:1 CDS037",
        "orderable, CodeSystem-orderable.json:1 CDS041"
    })
    void codeThatSeveralFilesNameIsReportedWhereItIsMissing(String system, String expected) {
        addSkinRules();
        new Edit(folder.resolve("cql/SkinRules.cql")).replaceFirst("Tuple { id: 'PTH' }", "Orders.\"Due\"('PTH')");
        new Edit(folder.resolve("cql/SkinRules.cql"))
                .replaceFirst("context Patient", "include Orderables version '1.0.0' called Orders\ncontext Patient");
        codes("rule", "CC-001", "CC-002", "CC-003");
        codes(system, "OTHER");

        CheckReport report = ContentCheck.of(folder, FhirContext.forR4Cached());
        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.file() + ":" + finding.line() + " " + finding.code())
                    .isEqualTo("fhir-resources/code-system/" + expected);
            assertThat(finding.path()).isEqualTo("concept");
            assertThat(finding.message())
                    .contains("is missing in CodeSystem/" + system
                            + "; 3 places in 2 files name it, first cql/Rules.cql line ");
            assertThat(finding.consequences()).isEqualTo(3);
        });
        assertThat(report.followUps())
                .hasSize(3)
                .extracting(Finding::file)
                .containsOnly("cql/Rules.cql", "cql/SkinRules.cql");
    }

    @Test
    void whatIsSaidOfHooksFollowsFromAPlanThatCannotBeRead() {
        addTrigger();
        describeRules("CC-001", "CC-002");
        String plan = "fhir-resources/plan-definition/PlanDefinition-small.json";
        small.with("fhir-resources/plan-definition/PlanDefinition-sign.json", """
                        {"resourceType":"PlanDefinition","id":"sign","url":"https://example.org/fhir/PlanDefinition/sign",
                         "version":"1.0.0","status":"active","library":["https://example.org/fhir/Library/Small|1.0.0"],
                         "action":[{"trigger":[{"type":"named-event","name":"order-sign"}]}]}
                        """)
                .replacing(plan, "\"id\":\"small\"", "\"titel\":\"Small\",\"id\":\"small\"");

        CheckReport report = ContentCheck.of(folder, FhirContext.forR4Cached());
        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.file() + " " + finding.code()).isEqualTo(plan + " CDS002");
            assertThat(finding.consequences()).isEqualTo(2);
        });
        assertThat(report.followUps()).extracting(Finding::code).containsExactly("CDS043", "CDS043");
    }

    /** A row is a text of a description of rules, what replaces it, and the column of the one finding. */
    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', textBlock = """
            "hook","valueCode":"patient-view" | "hook","valueCode":"patient-veiw" | 19
            "indicator","valueCode":"info" | "indicator","valueCode":"inof" | 67
            "problem","valueCode":"SKIN" | "problem","valueCode":"SKINN" | 105
            "code":"hook","valueCode" | "code":"hok","valueCode" | 5
            """)
    void faultInTheDescriptionOfARuleIsReported(String text, String fault, int column) {
        String file = "fhir-resources/code-system/CodeSystem-rule.json";
        addTrigger();
        codes("problem", "MINERAL", "SKIN");
        small.with(file, """
                {"resourceType":"CodeSystem","id":"rule","url":"https://calcinosis-cds.org/fhir/CodeSystem/rule","version":"1.0.0",
                 "status":"active","content":"complete",
                 "property":[{"code":"hook","type":"code"},{"code":"indicator","type":"code"},{"code":"problem","type":"code"}],
                 "concept":[{"code":"CC-001","definition":"A test."},
                  {"code":"CC-002","definition":"A test.","property":[
                   {"code":"hook","valueCode":"patient-view"},{"code":"indicator","valueCode":"info"},{"code":"problem","valueCode":"SKIN"}]}]}
                """);
        assertThat(ContentCheck.of(folder, FhirContext.forR4Cached()).findings())
                .isEmpty();
        new Edit(folder.resolve(file)).replaceFirst(text, fault);

        assertThat(CheckedFolder.findings(folder)).containsExactly(file + ":6:" + column + " CDS043");
        assertThat(Explanations.of("CDS043"))
                .hasValueSatisfying(page -> assertThat(page).contains("**Why it matters.**", "Wrong:", "Right:"));
    }

    /** A row is what follows name and patient of a short case, and its one finding. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            rules: [ CC-001, CC-0O2 ] | 3:18 There is no rule CC-0O2. Did you mean "CC-002"?
            no: { CC-0O2: it is not } | 3:7 There is no rule CC-0O2. Did you mean "CC-002"?
            cards: [ { problem: MINERALS } ] | 3:21 There is no problem MINERALS. Did you mean "MINERAL"?
            cards: [ { problem: SKIN, indicator: inof } ] | 3:38 There is no indicator inof. Did you mean "info"?
            cards: [ { problem: SKIN, orders: [ PHT ] } ] | 3:37 There is no order PHT. Did you mean "PTH"?
            cards: [ { problem: SKIN, order: [ PTH ] } ] | 3:27 A card has no element order. Did you mean "orders"?
            observations: [ urn:x#1 9 mg/dLL now ] | 3:17 UCUM has no unit mg/dLL. Did you mean "mg/dL"?
            rule: [ CC-001 ] | 3:1 There is no element rule; there are
            """)
    void nameThatAShortCaseHasWrongIsReportedWithTheNearest(String text, String expected) {
        codes("problem", "MINERAL", "SKIN");
        new Edit(folder.resolve("cql/Rules.cql"))
                .replaceFirst("if Patient.active then", "if Patient.active and 2 'mg/dL' > 1 'mg/dL' then");
        small.with(
                "fhir-resources/tests/patient-view/CC-001/short.yaml",
                "name: a case\npatient: female, 45\n" + text + "\n");

        assertThat(ContentCheck.of(folder, FhirContext.forR4Cached()).findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.line() + ":" + finding.column() + " " + finding.message())
                        .startsWith(expected));
    }

    private void library(String name, String body) {
        small.with("cql/" + name + ".cql", HEADER.formatted(name) + body)
                .with("fhir-resources/library/Library-" + name + ".json", """
                        {"resourceType":"Library","id":"%1$s","url":"https://example.org/fhir/Library/%1$s","name":"%1$s",
                         "version":"1.0.0","status":"active"}
                        """.formatted(name));
    }

    private void addTrigger() {
        new Edit(folder.resolve("fhir-resources/plan-definition/PlanDefinition-small.json"))
                .replaceFirst(
                        "\"action\":[{",
                        "\"action\":[{\"trigger\":[{\"type\":\"named-event\",\"name\":\"patient-view\"}],");
    }

    /** A second library of rules. */
    private void addSkinRules() {
        library("SkinRules", """
                context Patient

                define "Rules":
                  ({ "CC-003 Rule" }) Rule where Rule is not null

                define "CC-003 Rule":
                  if Patient.active then null else Tuple {
                    id: 'CC-003', problem: 'SKIN', level: 3, urgent: true, summary: 'Look at the skin', why: 'It tells.',
                    items: { Tuple { id: 'PTH' } }, sources: { 'SRC-A' }, facts: { 'F1' }, reasons: { 'declined' }, first: 'Look at it.'
                  }
                """);
    }

    /** Descriptions that name a hook. */
    private void describeRules(String... rules) {
        codes("rule", rules);
        small.replacing(
                        "fhir-resources/code-system/CodeSystem-rule.json",
                        "\"concept\":",
                        "\"property\":[{\"code\":\"hook\",\"type\":\"code\"}],\"concept\":")
                .replacing(
                        "fhir-resources/code-system/CodeSystem-rule.json",
                        "\"definition\":\"A test.\"",
                        "\"definition\":\"A test.\",\"property\":[{\"code\":\"hook\",\"valueCode\":\"patient-view\"}]");
    }

    private void codes(String name, String... codes) {
        small.with(
                "fhir-resources/code-system/CodeSystem-" + name + ".json",
                "{\"resourceType\":\"CodeSystem\",\"id\":\"" + name
                        + "\",\"url\":\"https://calcinosis-cds.org/fhir/CodeSystem/" + name
                        + "\",\"version\":\"1.0.0\",\"status\":\"active\",\"content\":\"complete\",\"concept\":["
                        + Stream.of(codes)
                                .map(code -> "{\"code\":\"" + code + "\",\"definition\":\"A test.\"}")
                                .collect(Collectors.joining(","))
                        + "]}");
    }
}
