package org.calcinosiscds.authoring;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.calcinosiscds.cql.CqlKnowledge;
import org.calcinosiscds.cql.SmallKnowledge;
import org.calcinosiscds.cql.TranslationStore;
import org.calcinosiscds.decision.EvaluationException;
import org.calcinosiscds.knowledge.Content;
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.calcinosiscds.knowledge.KnowledgeLoader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An answer never comes from old text: after each of many random edits the session answers as one that is started on that text. The setting
 * {@code calcinosis.edits} is the number of edits.
 */
@Tag("once")
class RandomEditTests {
    private static final long SEED = 20_261_129;
    private static final int EDITS = Integer.getInteger("calcinosis.edits", 200);
    private static final String KIDNEY = "cql/Kidney.cql";
    private static final String SMALL = "cql/Small.cql";
    private static final String VALUE_SET = "fhir-resources/value-set/ValueSet-dialysis.json";
    private static final String PLAN = "fhir-resources/plan-definition/PlanDefinition-small.json";

    /** Pairs of texts that can stand in for each other, with their file. */
    private static final List<List<String>> EDITS_OF = List.of(
            List.of(KIDNEY, "  exists [Condition", "  not exists [Condition"),
            List.of(
                    KIDNEY,
                    "define \"On Dialysis\":",
                    "define \"Is Woman\":\n  Patient.gender = 'female'\n\ndefine \"On Dialysis\":"),
            List.of(SMALL, "{ 'R-1' }", "{ 'R-2' }"),
            List.of(SMALL, "if Kidney.\"On Dialysis\" then {", "if not Kidney.\"On Dialysis\" then {"),
            List.of(SMALL, "Kidney.\"On Dialysis\" then Tuple", "true or Kidney.\"On Dialysis\" then Tuple"),
            List.of(VALUE_SET, "\"105502003\"", "\"1\""),
            List.of(PLAN, "\"Small.\\\"Card\\\" is not null\"", "\"Small.\\\"Card\\\" is null\""));

    @TempDir
    private Path folder;

    @Test
    void everyAnswerIsThatOfTheTextAsItStands() throws IOException {
        new SmallKnowledge(folder.resolve("content")).withTrigger();
        edit(EDITS_OF.get(EDITS_OF.size() - 1)); // Without a card for most texts.
        CaseInput patient = patient();
        Content.Folder content = new Content.Folder(folder.resolve("content"));
        Random random = new Random(SEED);
        Map<String, String> freshByVersion = new HashMap<>();
        try (ContentSession session = new ContentSession(content)) {
            for (int i = 0; i < EDITS; i++) {
                edit(EDITS_OF.get(random.nextInt(EDITS_OF.size())));
                assertThat(session.look()).as("edit %d", i).isNotNull().matches(ContentSession.Update::isGood);
                String answer = answer(session.runner(), patient);
                String version = content.identity().sha256();
                assertThat(session.version()).isEqualTo(version);
                assertThat(answer)
                        .as("edit %d", i)
                        .isEqualTo(freshByVersion.computeIfAbsent(version, text -> fresh(content, patient)));
            }
        }
        assertThat(Set.copyOf(freshByVersion.values()))
                .as("answers that differ")
                .hasSizeGreaterThan(1);
    }

    /** The answer of the content as it stands, with nothing that was translated before. */
    private static String fresh(Content content, CaseInput patient) {
        FhirContext fhir = FhirContext.forR4Cached();
        KnowledgeBase knowledge = new KnowledgeLoader(fhir, content, null).load();
        try (CaseRunner runner = CaseRunner.of(
                knowledge, CqlKnowledge.compile(knowledge, fhir, CaseRunner.unlimited(), new TranslationStore()))) {
            return answer(runner, patient);
        }
    }

    /** What is answered; a card of this small content has no presentation, so the answer is then the reason why it failed. */
    private static String answer(CaseRunner runner, CaseInput patient) {
        try {
            return runner.answer(runner.request(patient), Map.of()).toString();
        } catch (EvaluationException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private void edit(List<String> texts) throws IOException {
        Path file = folder.resolve("content").resolve(texts.get(0));
        String text = Files.readString(file);
        String one = texts.get(1);
        String other = texts.get(2);
        boolean hasOther = text.contains(other);
        Files.writeString(file, hasOther ? text.replace(other, one) : text.replace(one, other));
        assertThat(text).as("%s", texts).contains(hasOther ? other : one);
    }

    private static CaseInput patient() {
        return CaseInput.of(CaseJson.read("""
                {"hook":"patient-view","asOf":"2026-11-21T09:00:00Z","bundle":{"resourceType":"Bundle","type":"collection","entry":[
                 {"fullUrl":"https://example.org/fhir/Patient/p","resource":{"resourceType":"Patient","id":"p","gender":"female","birthDate":"1970-01-01"}},
                 {"fullUrl":"https://example.org/fhir/Condition/c","resource":{"resourceType":"Condition","id":"c","subject":{"reference":"Patient/p"},
                  "clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active"}]},
                  "code":{"coding":[{"system":"http://snomed.info/sct","code":"105502003"}]}}}]}}
                """));
    }
}
