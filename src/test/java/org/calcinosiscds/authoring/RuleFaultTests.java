package org.calcinosiscds.authoring;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.nio.file.Path;
import java.util.List;
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

    @BeforeEach
    void writeRules() {
        SmallKnowledge small = new SmallKnowledge(folder);
        library(small, "CardMerging", """
                context Patient
                define "Problems": { Tuple { problem: 'MINERAL' }, Tuple { problem: 'SKIN' } }
                define function "Merged"(rules List<Tuple { %s }>):
                  rules Rule return all Rule.id
                """.formatted(TYPE));
        library(small, "CardSources", """
                context Patient
                define "Sources": { Tuple { key: 'SRC-A' } }
                """);
        library(small, "Orderables", """
                context Patient
                define function "Due"(item String): Tuple { id: item }
                """);
        library(small, "Rules", """
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
                .replacing("cql/Small.cql", "define \"Card\":", """
                        // CDS050 accepted: a test.
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
        codes(small, "rule", "CC-001", "CC-002");
        codes(small, "fact", "F1");
        codes(small, "override-reason", "declined");
        codes(small, "orderable", "PTH", "PHOS");
    }

    @Test
    void rulesWithoutFaultsHaveNoFindings() {
        assertThat(findings()).isEmpty();
    }

    @ParameterizedTest(name = "{2}: {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            summary: 'Order parathyroid hormone', | `` | cql/Rules.cql:11:36 CDS030
            summary: 'Order parathyroid hormone' | summary: null | cql/Rules.cql:16:14 CDS030
            summary: 'Order parathyroid hormone' | summary: null as String | cql/Rules.cql:16:14 CDS030
            first: 'Measure it first.' | first: null as String | cql/Rules.cql:17:33 CDS030
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
            """)
    void faultIsReportedWhereItIsAndNothingElseIs(String text, String fault, String expected) {
        new Edit(folder.resolve("cql/Rules.cql")).replaceFirst(text, fault == null ? "" : fault);

        assertThat(findings()).containsExactly(expected);
        assertThat(Explanations.of(expected.replaceFirst(".* ", "")))
                .hasValueSatisfying(page -> assertThat(page).contains("**Why it matters.**", "Wrong:", "Right:"));
    }

    private List<String> findings() {
        return ContentCheck.of(folder, FhirContext.forR4Cached()).findings().stream()
                .map(finding -> finding.file() + ":" + finding.line() + ":" + finding.column() + " " + finding.code())
                .toList();
    }

    private static void library(SmallKnowledge small, String name, String body) {
        small.with("cql/" + name + ".cql", HEADER.formatted(name) + body)
                .with("fhir-resources/library/Library-" + name + ".json", """
                        {"resourceType":"Library","id":"%1$s","url":"https://example.org/fhir/Library/%1$s","name":"%1$s",
                         "version":"1.0.0","status":"active"}
                        """.formatted(name));
    }

    private static void codes(SmallKnowledge small, String name, String... codes) {
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
