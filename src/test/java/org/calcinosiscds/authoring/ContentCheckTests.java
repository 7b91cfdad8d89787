package org.calcinosiscds.authoring;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.nio.file.Path;
import java.util.List;
import org.calcinosiscds.cql.SmallKnowledge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentCheckTests {
    private static final FhirContext FHIR = FhirContext.forR4Cached();

    @TempDir
    Path folder;

    @Test
    void contentOfTheServiceHasNoFindings() {
        assertThat(ContentCheck.of(Path.of("."), FHIR).findings()).isEmpty();
    }

    @Test
    void smallContentHasNoFindings() {
        new SmallKnowledge(folder);

        assertThat(findings()).isEmpty();
    }

    /** A row is a text of a file, what replaces it, and the one finding: file, line, column, code. */
    @ParameterizedTest(name = "{3}: {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            cql/Small.cql | if Kidney."On Dialysis" then { | if Kidney."On Dialisis" then { | cql/Small.cql:9:13 CDS012
            cql/Kidney.cql | "On Dialysis" | "Is On Dialysis" | cql/Small.cql:9:13 CDS012
            cql/Kidney.cql | [Condition: "Dialysis"] | [Condition: "Dialisis"] | cql/Kidney.cql:8:10 CDS012
            cql/Kidney.cql | [Condition: | [Condtion: | cql/Kidney.cql:8:10 CDS011
            cql/Kidney.cql | exists [ | exist [ | cql/Kidney.cql:8:3 CDS012
            cql/Kidney.cql | exists [Condition: "Dialysis"] | 5 'mg/dLL' > 3 'mg/dL' | cql/Kidney.cql:8:3 CDS011
            cql/Small.cql | include Kidney | include Kidny | cql/Small.cql:4:9 CDS010
            cql/Small.cql | Kidney version '1.0.0' | Kidney version '2.0.0' | cql/Small.cql:4:9 CDS010
            cql/Kidney.cql | context Patient | `include Small version '1.0.0' called Small
            context Patient` | cql/Small.cql:4:9 CDS010
            cql/Small.cql | define "Rules True": | `define "Dialysis": true
            define "Word": 'Dialysis'
            define "Rules True":` | cql/Small.cql:9:16 CDS013
            cql/Kidney.cql | library Kidney | library Kidny | cql/Kidney.cql:1:1 CDS008
            cql/Kidney.cql | // Source: made for tests | // made for tests | cql/Kidney.cql CDS015
            cql/Kidney.cql | ValueSet/dialysis | ValueSet/dialisis | cql/Kidney.cql:4:1 CDS020
            fhir-resources/library/Library-Small.json | "1.0.0" | "1.0.1" | cql/Small.cql:1:1 CDS009
            fhir-resources/value-set/ValueSet-dialysis.json | "title" | "titel" | fhir-resources/value-set/ValueSet-dialysis.json:2:2 CDS002
            fhir-resources/value-set/ValueSet-dialysis.json | "id":"dialysis" | "id":"dialisis" | fhir-resources/value-set/ValueSet-dialysis.json:1:28 CDS003
            fhir-resources/value-set/ValueSet-dialysis.json | "version":"1.0.0", | `` | fhir-resources/value-set/ValueSet-dialysis.json CDS004
            fhir-resources/value-set/ValueSet-dialysis.json | "compose":{ | "compose":{"exclude":[{"system":"http://snomed.info/sct","concept":[{"code":"105502004"}]}], | fhir-resources/value-set/ValueSet-dialysis.json:2:89 CDS021
            fhir-resources/value-set/ValueSet-dialysis.json | "compose":{ | "compose":{"exclude":[{"valueSet":["https://example.org/fhir/ValueSet/other"]}], | fhir-resources/value-set/ValueSet-dialysis.json:2:32 CDS022
            fhir-resources/value-set/ValueSet-dialysis.json | "concept":[{"code":"105502003"}] | "filter":[{"property":"concept","op":"is-a","value":"105502003"}] | fhir-resources/value-set/ValueSet-dialysis.json:2:32 CDS022
            fhir-resources/plan-definition/PlanDefinition-small.json | Library/Small | Library/Smal | fhir-resources/plan-definition/PlanDefinition-small.json:4:13 CDS024
            fhir-resources/plan-definition/PlanDefinition-small.json | ActivityDefinition/pth | ActivityDefinition/phos | fhir-resources/plan-definition/PlanDefinition-small.json:12:8 CDS025
            """)
    void faultIsReportedAtItsCauseAndNothingElseIs(String file, String text, String fault, String expected) {
        new SmallKnowledge(folder).replacing(file, text, fault == null ? "" : fault);

        assertThat(findings()).containsExactly(expected);
        assertThat(Explanations.of(expected.replaceFirst(".* ", "")))
                .hasValueSatisfying(page -> assertThat(page).contains("**Why it matters.**", "Wrong:", "Right:"));
    }

    @Test
    void brokenJsonIsReportedWhereReadingStops() {
        new SmallKnowledge(folder)
                .with(
                        "fhir-resources/value-set/ValueSet-other.json",
                        "{\n  \"resourceType\": \"ValueSet\"\n  \"id\": 1 }");

        assertThat(findings()).containsExactly("fhir-resources/value-set/ValueSet-other.json:3:3 CDS001");
    }

    @Test
    void urlThatIsUsedTwiceIsReported() {
        new SmallKnowledge(folder).with("fhir-resources/value-set/ValueSet-other.json", """
                {"resourceType":"ValueSet","id":"other","version":"1","status":"active",
                 "url":"https://example.org/fhir/ValueSet/dialysis"}
                """);

        assertThat(findings()).containsExactly("fhir-resources/value-set/ValueSet-other.json:2:2 CDS005");
    }

    @Test
    void libraryWithoutResourceIsReported() {
        new SmallKnowledge(folder).with("cql/Other.cql", "library Other version '1.0.0' // Source: made for tests\n");

        assertThat(findings()).containsExactly("cql/Other.cql CDS006");
    }

    @Test
    void misspeltNameIsExplainedAndItsConsequencesAreCounted() {
        new SmallKnowledge(folder)
                .replacing("cql/Kidney.cql", "[Condition: \"Dialysis\"]", "[Condition: \"Dialisis\"]");

        CheckReport report = ContentCheck.of(folder, FHIR);

        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.message())
                    .isEqualTo("\"On Dialysis\": there is no \"Dialisis\" in this library. Did you mean \"Dialysis\"?");
            assertThat(finding.consequences())
                    .isPositive()
                    .isEqualTo(report.followUps().size());
        });
    }

    private List<String> findings() {
        return ContentCheck.of(folder, FHIR).findings().stream()
                .map(finding -> finding.file()
                        + (finding.line() == 0 ? "" : ":" + finding.line() + ":" + finding.column()) + " "
                        + finding.code())
                .toList();
    }
}
