package org.calcinosiscds.authoring.completion;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.calcinosiscds.authoring.CaseRunner;
import org.calcinosiscds.knowledge.Content;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CqlCompletionTests {
    private static CaseRunner runner;

    @BeforeAll
    static void compile() {
        runner = CaseRunner.of(new Content.Folder(Path.of("")));
    }

    @AfterAll
    static void close() {
        runner.close();
    }

    /** @param text with a bar at the cursor, after the head of a library */
    private static List<Suggestion> at(String text) {
        String whole = """
                library Tried version '1.0.0'
                using FHIR version '4.0.1'
                include FHIRHelpers version '4.0.1' called FHIRHelpers
                include KidneyDisease version '0.1.0' called Kidney
                parameter "As Of" DateTime
                context Patient

                define "Pairs":
                  { Tuple { calcium: 9.5 'mg/dL', taken: @2026-01-01 } }

                define "Of Kidney":
                  Kidney."Has Advanced Kidney Disease"

                """ + text;
        int cursor = whole.indexOf('|');
        return CqlCompletion.at(runner, whole.replace("|", ""), cursor);
    }

    private static Suggestion named(String name, List<Suggestion> suggestions) {
        return suggestions.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void elementsOfARetrievedResourceAreOffered() {
        List<Suggestion> offered = at("define \"X\":\n  [Observation] O\n    where O.|");

        assertThat(named("status", offered).type()).isEqualTo("FHIR.ObservationStatus");
        assertThat(named("effective", offered).type()).startsWith("Choice<FHIR.");
        assertThat(named("id", offered).type()).isEqualTo("FHIR.id");
    }

    @Test
    void elementsAreOfferedInATextThatIsNotWhole() {
        assertThat(at("define \"X\":\n  [Observation] O\n    where O.sta|")).isNotEmpty();
        assertThat(at("define \"X\":\n  exists ([Condition] C where C.|)")).isNotEmpty();
        assertThat(at("define \"X\":\n  from [Condition] C, [Observation] O where C.code ~ O.|"))
                .isNotEmpty();
        assertThat(at("define \"X\":\n  [Condition] C\n    let d: C.| return d"))
                .isNotEmpty();
        assertThat(at("define \"X\":\n  if exists ([Condition] C where C.|")).isNotEmpty();
        assertThat(at("define \"X\":\n  [Condition] C where C.|\n\ndefine \"Y\":\n  true"))
                .isNotEmpty();
    }

    @Test
    void elementsOfAnElementFollowItsChain() {
        List<Suggestion> offered = at("define \"X\":\n  [Observation] O where (O.value as FHIR.Quantity).|");

        assertThat(named("unit", offered).type()).isEqualTo("FHIR.string");
        assertThat(named("system", at("define \"X\":\n  [Condition] C return First(C.code.coding).|"))
                        .type())
                .isEqualTo("FHIR.uri");
        assertThat(named("code", at("define \"X\":\n  [Condition] C return C.code.coding[0].|"))
                        .type())
                .isEqualTo("FHIR.code");
    }

    @Test
    void fieldsOfTuplesAndPartsOfIntervalsAreOffered() {
        assertThat(at("define \"X\":\n  \"Pairs\" P where P.|"))
                .containsExactly(
                        new Suggestion("calcium", "System.Quantity", "", true),
                        new Suggestion("taken", "System.Date", "", true));
        assertThat(named("calcium", at("define \"X\":\n  First(\"Pairs\").|")).type())
                .isEqualTo("System.Quantity");
        assertThat(named("low", at("define \"X\":\n  Interval[1, 2].|")).type()).isEqualTo("System.Integer");
    }

    @Test
    void operandsOfFunctionsAndParametersAreTyped() {
        assertThat(named("coding", at("define function \"F\"(code FHIR.CodeableConcept):\n  code.|"))
                        .type())
                .isEqualTo("List<FHIR.Coding>");
        assertThat(at("define \"X\":\n  \"As Of\".|")).isEmpty();
    }

    @Test
    void nothingIsOfferedWhereNothingIsKnown() {
        assertThat(at("define \"X\":\n  Unknown.|")).isEmpty();
        assertThat(at("define \"X\":\n  tr|")).isEmpty();
    }
}
