package org.calcinosiscds.cql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Set;
import org.calcinosiscds.decision.AssessmentRequest;
import org.calcinosiscds.decision.Suggestion;
import org.calcinosiscds.decision.Suggestion.Deletion;
import org.calcinosiscds.decision.UnsavedChanges;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.calcinosiscds.order.DraftOrder;
import org.calcinosiscds.record.PatientRecords;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a PlanDefinition can suggest beside laboratory tests: to take a draft away, to draft a medicine, a day. */
class SuggestionTests {
    private static final String PLAN = "fhir-resources/plan-definition/PlanDefinition-small.json";
    private static final String ACTIVITY = "fhir-resources/activity-definition/ActivityDefinition-pth.json";
    private static final String ORDER =
            "\"definitionCanonical\":\"https://example.org/fhir/ActivityDefinition/pth|1.0.0\"";

    private static final String PRESENTATION = "Tuple { source: Tuple { label: 'A book' },"
            + " links: { } as List<Tuple { label String, url String }>, overrideReasons: { } as List<String>,"
            + " background: { } as List<String>,"
            + " evidence: Tuple { rules: { 'CC-000' }, problem: 'SMALL', sources: { 'SRC-BOOK' },"
            + " product: Tuple { unit: 'mg2/dL2', tier: 'UNKNOWN', flags: { } as List<String> },"
            + " trend: { } as List<Tuple { analyte String }>, because: { } as List<Tuple { reference String }> } }";

    private static final String RECORD = """
            {"resourceType":"Bundle","entry":[
             {"resource":{"resourceType":"Patient","id":"p1"}},
             {"resource":{"resourceType":"Condition","id":"c1","subject":{"reference":"Patient/p1"},
              "code":{"coding":[{"system":"http://snomed.info/sct","code":"105502003"}]}}}]}
            """;

    @TempDir
    private Path folder;

    private SmallKnowledge knowledge;

    @BeforeEach
    void writeContent() {
        knowledge = new SmallKnowledge(folder)
                .replacing(
                        PLAN, "\"expression\":\"Small.\\\"Card\\\"\"}}]", "\"expression\":\"" + PRESENTATION + "\"}}]");
    }

    @Test
    void draftsOfTheSessionThatHaveAnIdAreTakenAway() {
        removing("{ 'MedicationRequest/a', 'MedicationRequest/draft-1', 'MedicationRequest/of-the-chart' }");
        UnsavedChanges session = new UnsavedChanges(
                List.of("MedicationRequest/a", "MedicationRequest/draft-1"),
                null,
                List.of(),
                Set.of("MedicationRequest/draft-1"));

        assertThat(proposals(session)).singleElement().satisfies(proposal -> {
            assertThat(proposal.orders()).isEmpty();
            assertThat(proposal.deletions()).containsExactly(new Deletion("Remove the draft", "MedicationRequest/a"));
        });
    }

    @Test
    void suggestionThatComesToNothingIsNotMade() {
        removing("{ 'MedicationRequest/a' }");

        assertThat(proposals(UnsavedChanges.NONE)).isEmpty();
    }

    @Test
    void medicineIsDraftedFromItsProductAndDosage() {
        knowledge
                .replacing(ACTIVITY, "\"kind\":\"ServiceRequest\"", "\"kind\":\"MedicationRequest\"")
                .replacing(
                        ACTIVITY,
                        "\"code\":{\"text\":\"Parathyroid hormone\"}",
                        "\"productCodeableConcept\":{\"text\":\"Sevelamer\"},\"dosage\":[{\"route\":{\"text\":\"oral\"}}]");

        assertThat(order()).satisfies(order -> {
            assertThat(order.kind()).isEqualTo(DraftOrder.Kind.MEDICATION_REQUEST);
            assertThat(order.title()).isEqualTo("Sevelamer");
            assertThat(order.dosage())
                    .singleElement()
                    .satisfies(dosage -> assertThat(dosage.getRoute().getText()).isEqualTo("oral"));
        });
    }

    @Test
    void orderHasTheDayThatThePlanGives() {
        knowledge.replacing(
                PLAN,
                ORDER,
                ORDER + ",\"dynamicValue\":[{\"path\":\"occurrence\",\"expression\":"
                        + "{\"language\":\"text/cql\",\"expression\":\"@2026-12-05\"}}]");

        assertThat(order().due()).isEqualTo("2026-12-05");
    }

    @Test
    void actionThatNeitherOrdersNorRemovesNamesItsPlace() {
        knowledge.replacing(PLAN, ORDER, "\"title\":\"Nothing\"");

        assertThatExceptionOfType(KnowledgeException.class)
                .isThrownBy(knowledge::compile)
                .withMessageContaining("PlanDefinition/small \"action[0].action[0].condition\"")
                .withMessageContaining("what it orders or removes is missing.");
    }

    @Test
    void activityDefinitionWithoutAnythingToOrderIsNamed() {
        knowledge.replacing(ACTIVITY, "\"kind\":\"ServiceRequest\"", "\"kind\":\"MedicationRequest\"");

        assertThatExceptionOfType(KnowledgeException.class)
                .isThrownBy(knowledge::compile)
                .withMessageContaining("ActivityDefinition/pth: a ServiceRequest with code or a MedicationRequest");
    }

    private void removing(String references) {
        knowledge.replacing(
                PLAN,
                ORDER,
                "\"title\":\"Remove the draft\",\"extension\":[{\"url\":"
                        + "\"https://calcinosis-cds.org/fhir/StructureDefinition/removed-drafts\",\"valueExpression\":"
                        + "{\"language\":\"text/cql\",\"expression\":\"" + references + "\"}}]");
    }

    private DraftOrder order() {
        return proposals(UnsavedChanges.NONE).get(0).orders().get(0);
    }

    private List<Suggestion> proposals(UnsavedChanges session) {
        return new CqlDecisionSupport(knowledge.compile(), List.of(), PatientLimiter.LIMITER)
                .assess(new AssessmentRequest(
                        "small",
                        PatientRecords.of(RECORD, "p1"),
                        ZonedDateTime.parse("2026-11-21T09:00:00Z"),
                        "Practitioner",
                        null,
                        session))
                .recommendations()
                .get(0)
                .proposals();
    }
}
