package org.calcinosiscds.cql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.calcinosiscds.cql.elm.LibraryResolver;
import org.calcinosiscds.cql.parameters.CqlValues;
import org.calcinosiscds.record.PatientBundle;
import org.calcinosiscds.record.PatientRecords;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.VersionedIdentifier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known before the record is looked at, and whom it does not hold for. */
class PrecomputedDefinesTests {
    private static final VersionedIdentifier SMALL =
            new VersionedIdentifier().withId("Small").withVersion("1.0.0");
    private static final VersionedIdentifier KIDNEY =
            new VersionedIdentifier().withId("Kidney").withVersion("1.0.0");
    private static final String DIALYSIS = """
            {"resource":{"resourceType":"Condition","id":"c","subject":{"reference":"Patient/p"},
              "code":{"coding":[{"system":"http://snomed.info/sct","code":"105502003"}]}}}""";
    private static final String OTHER = DIALYSIS.replace("105502003", "38341003");

    @TempDir
    Path folder;

    private SmallKnowledge knowledge;

    @BeforeEach
    void write() {
        knowledge = new SmallKnowledge(folder);
    }

    @Test
    void whatReadsNothingButWhatIsMissingIsKnownAndGivesWayToTheRecord() {
        CompiledKnowledge compiled = knowledge.compile();

        assertThat(outcome(compiled, KIDNEY, "On Dialysis")).isNotNull();
        assertThat(outcome(compiled, SMALL, "Rules True")).isNotNull();
        assertThat(rules(compiled, "", Map.of())).isEmpty();
        assertThat(rules(compiled, OTHER, Map.of())).isEmpty();
        assertThat(rules(compiled, DIALYSIS, Map.of())).containsExactly("R-1");
    }

    /** The second define is read through the first one's value, which is known by then. */
    @Test
    void whatReadsADefineReadsWhatThatOneReads() {
        CompiledKnowledge compiled = knowledge
                .replacing(
                        "cql/Small.cql",
                        "if Kidney.\"On Dialysis\" then { 'R-1' } else { }",
                        "if Kidney.\"On Dialysis\" and Kidney.\"On Dialysis\" then { 'R-1' } else { }")
                .compile();

        assertThat(rules(compiled, "", Map.of())).isEmpty();
        assertThat(rules(compiled, DIALYSIS, Map.of())).containsExactly("R-1");
    }

    @Test
    void whatReadsClockOrPatientIsNotKnown() {
        CompiledKnowledge compiled =
                knowledge.replacing("cql/Small.cql", "define \"Card\":", """
                        define "Later": year from "As Of" > 2030

                        define "Female": Patient.gender = 'female'

                        define "Card":""").compile();

        assertThat(outcome(compiled, SMALL, "Later")).isNull();
        assertThat(outcome(compiled, SMALL, "Female")).isNull();
    }

    @Test
    void whatReadsAParameterIsKnownOnlyForItsUsualValue() {
        CompiledKnowledge compiled = knowledge
                .replacing(
                        "cql/Small.cql", "context Patient", "parameter \"Draft Orders\" List<String>\ncontext Patient")
                .replacing("cql/Small.cql", "if Kidney.\"On Dialysis\"", "if exists \"Draft Orders\"")
                .compile();

        assertThat(outcome(compiled, SMALL, "Rules True")).isNotNull();
        assertThat(rules(compiled, "", Map.of("Draft Orders", List.of()))).isEmpty();
        assertThat(rules(compiled, "", Map.of("Draft Orders", List.of("MedicationRequest/1"))))
                .containsExactly("R-1");
    }

    private static PrecomputedDefines.@Nullable Outcome outcome(
            CompiledKnowledge compiled, VersionedIdentifier library, String name) {
        ExpressionDef define = LibraryResolver.definitions(compiled.library(library)).stream()
                .filter(each -> name.equals(each.getName()))
                .findFirst()
                .orElseThrow();
        return compiled.precomputed().outcome(Objects.requireNonNull(define));
    }

    private static List<String> rules(CompiledKnowledge compiled, String condition, Map<String, Object> parameters) {
        PatientBundle record = PatientRecords.of("""
                {"resourceType":"Bundle","type":"collection","entry":[
                  {"resource":{"resourceType":"Patient","id":"p"}}%s]}
                """.formatted(condition.isEmpty() ? "" : "," + condition), "p");
        return CqlValues.strings(
                new Evaluation(compiled, record, ZonedDateTime.parse("2026-11-21T09:00:00Z"), parameters)
                        .evaluate(SMALL, List.of("Rules True"))
                        .get("Rules True"));
    }
}
