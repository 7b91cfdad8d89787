package org.calcinosiscds.cdshooks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.calcinosiscds.decision.Assessment;
import org.calcinosiscds.decision.AssessmentRequest;
import org.calcinosiscds.decision.DeadlineExceededException;
import org.calcinosiscds.decision.DecisionService;
import org.calcinosiscds.decision.DecisionSupport;
import org.calcinosiscds.decision.EvaluationException;
import org.calcinosiscds.decision.OverloadedException;
import org.calcinosiscds.decision.PrefetchQuery;
import org.calcinosiscds.decision.Recommendation;
import org.calcinosiscds.decision.Recommendation.Code;
import org.calcinosiscds.decision.Recommendation.Source;
import org.calcinosiscds.decision.Recommendation.Urgency;
import org.calcinosiscds.decision.SampleEvidence;
import org.calcinosiscds.decision.Suggestion;
import org.calcinosiscds.order.DraftOrder;
import org.calcinosiscds.time.Deadline;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Observation;

/** Answers with one card that repeats what it was given, so that tests see what arrived. No value, no card. */
final class FakeDecisionSupport implements DecisionSupport {
    static final String SERVICE = "calcinosis-patient-view";

    @Override
    public List<DecisionService> services() {
        Map<String, PrefetchQuery> prefetch = new LinkedHashMap<>();
        prefetch.put("patient", new PrefetchQuery("Patient/{{context.patientId}}", "Patient"));
        prefetch.put("observations", new PrefetchQuery("Observation?patient={{context.patientId}}", "Observation"));
        prefetch.put(
                "conditions",
                new PrefetchQuery(
                        "Condition?patient={{context.patientId}}",
                        "Condition",
                        "Condition?patient={{context.patientId}}&recorded-date=ge{{today() - 92 days}}"));
        return List.of(new DecisionService(
                SERVICE,
                "patient-view",
                "1.0",
                "Calcinosis cutis",
                "Flags diseases behind calcinosis cutis.",
                "0.1.0",
                "All prefetch keys are needed.",
                prefetch,
                new DecisionService.NotEvaluated("The check could not run", "Data was missing.")));
    }

    @Override
    public Assessment assess(AssessmentRequest question, Deadline deadline) {
        List<Recommendation> recommendations = question.patient().ofType("Observation").stream()
                .map(Observation.class::cast)
                .filter(observation -> observation.hasValueQuantity()
                        && observation.getValueQuantity().hasValue())
                .limit(1)
                .map(observation -> recommendation(question, observation))
                .toList();
        return new Assessment(recommendations, List.of("CC-010"), null, "0.1.0", question.asOf());
    }

    @Override
    public Assessment assessFully(AssessmentRequest question) {
        return assess(question);
    }

    private static Recommendation recommendation(AssessmentRequest question, Observation observation) {
        switch (String.valueOf(observation.getCode().getText())) {
            case "overload" -> throw new OverloadedException();
            case "too late" -> throw new DeadlineExceededException();
            case "broken define" -> throw new EvaluationException("Expression Product of Mineral failed.");
            case "bug" -> throw new IllegalStateException(observation.getIdPart());
            case "stack overflow" -> throw new StackOverflowError(observation.getIdPart());
            default -> {}
        }
        DraftOrder order = new DraftOrder(
                "https://calcinosis-cds.org/fhir/ActivityDefinition/pth|0.1.0",
                DraftOrder.Kind.SERVICE_REQUEST,
                "Parathyroid hormone",
                new CodeableConcept().setText("Parathyroid hormone"),
                List.of(),
                "urgent",
                null,
                List.of(),
                List.of("Observation/" + observation.getIdPart(), "Patient/p1"));
        return new Recommendation(
                "Calcium-phosphate product is high",
                "Patient " + question.patient().patient().getIdPart() + ", user " + question.userType() + ".",
                Urgency.CRITICAL,
                new Source("Calcinosis CDS", "https://calcinosis-cds.org"),
                List.of(new Source("KDIGO 2017", "https://kdigo.org/guidelines"), new Source("A book", null)),
                List.of(new Code(
                        "https://calcinosis-cds.org/fhir/CodeSystem/override-reason", "known", "Already known")),
                List.of("Options are for a specialist."),
                SampleEvidence.of(
                        "MINERAL",
                        List.of("CC-010"),
                        SampleEvidence.product(observation.getValueQuantity().getValue(), "HIGH"),
                        "Observation/" + observation.getIdPart()),
                List.of(new Suggestion("Order the workup", List.of(order, order), List.of())));
    }
}
