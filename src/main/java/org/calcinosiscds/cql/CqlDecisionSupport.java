package org.calcinosiscds.cql;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.calcinosiscds.cql.parameters.CqlValues;
import org.calcinosiscds.decision.Assessment;
import org.calcinosiscds.decision.AssessmentRequest;
import org.calcinosiscds.decision.DecisionService;
import org.calcinosiscds.decision.DecisionSupport;
import org.calcinosiscds.decision.Recommendation;
import org.calcinosiscds.decision.RuleExplanation;
import org.calcinosiscds.decision.Suggestion;
import org.calcinosiscds.decision.UnsavedChanges;
import org.calcinosiscds.order.DraftOrder;
import org.calcinosiscds.record.PatientBundle;
import org.calcinosiscds.time.Deadline;
import org.hl7.fhir.r4.model.ActivityDefinition;
import org.hl7.fhir.r4.model.ActivityDefinition.ActivityDefinitionKind;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.jspecify.annotations.Nullable;

/** Answers from the compiled knowledge base: which cards apply, what they say, what they propose. Decides nothing. */
final class CqlDecisionSupport implements DecisionSupport {
    private final CompiledKnowledge compiled;
    private final List<DecisionService> services;
    private final EvaluationPool pool;

    CqlDecisionSupport(CompiledKnowledge compiled, List<DecisionService> services, EvaluationPool pool) {
        this.compiled = compiled;
        this.services = services;
        this.pool = pool;
    }

    @Override
    public List<DecisionService> services() {
        return services;
    }

    @Override
    public Assessment assess(AssessmentRequest question, Deadline deadline) {
        return pool.run(() -> answer(question, false), deadline);
    }

    @Override
    public Assessment assessFully(AssessmentRequest question) {
        return pool.run(() -> answer(question, true), Deadline.NONE);
    }

    /** As a hook is answered, with the product, and with values of CQL parameters that no caller can set. */
    Assessment assess(AssessmentRequest question, Map<String, Object> values) {
        Map<String, Object> parameters =
                EngineParameters.of(question, compiled.knowledge().settings());
        parameters.putAll(values);
        return pool.run(() -> answer(question, parameters, true), Deadline.NONE);
    }

    /** Why a define has its value. @return empty when no library has a define of that name */
    Optional<RuleExplanation> explain(AssessmentRequest question, Map<String, Object> values, String define) {
        Map<String, Object> parameters =
                EngineParameters.of(question, compiled.knowledge().settings());
        parameters.putAll(values);
        return pool.run(
                () -> RuleExplainer.of(
                        compiled, new Evaluation(compiled, question.patient(), question.asOf(), parameters), define),
                Deadline.NONE);
    }

    private Assessment answer(AssessmentRequest question, boolean isFull) {
        Map<String, Object> parameters =
                EngineParameters.of(question, compiled.knowledge().settings());
        if (isFull) {
            parameters.put("Most Info Cards", Integer.MAX_VALUE);
        }
        return answer(question, parameters, isFull);
    }

    private Assessment answer(AssessmentRequest question, Map<String, Object> parameters, boolean withProduct) {
        PlanDefinitionLogic plan = Objects.requireNonNull(compiled.services().get(question.serviceId()), "serviceId");
        Evaluation evaluation = new Evaluation(compiled, question.patient(), question.asOf(), parameters);
        Map<String, @Nullable Object> applicable = evaluation.evaluate(plan.library(), conditions(plan));
        List<PlanDefinitionLogic.Action> cards = plan.actions().stream()
                .filter(action -> Boolean.TRUE.equals(applicable.get(action.condition())))
                .toList();
        List<Recommendation> recommendations = new ArrayList<>();
        if (!cards.isEmpty()) {
            List<String> defines = cards.stream()
                    .flatMap(card -> PlanDefinitionLogic.defines(card).stream())
                    .distinct()
                    .toList();
            Map<String, @Nullable Object> values = evaluation.evaluate(plan.library(), defines);
            cards.forEach(card -> recommendations.add(recommendation(card, values, question)));
            // The most urgent first; of equals the plan's order stays.
            recommendations.sort(Comparator.comparing(Recommendation::urgency).reversed());
        }
        return new Assessment(
                List.copyOf(recommendations),
                CqlValues.strings(applicable.get(plan.rules())),
                withProduct ? product(plan, evaluation) : Map.of(),
                compiled.knowledge().version(),
                question.asOf());
    }

    private static Map<String, Object> product(PlanDefinitionLogic plan, Evaluation evaluation) {
        return plan.product()
                .map(define -> CqlValues.map(
                        evaluation.evaluate(plan.library(), List.of(define)).get(define)))
                .orElse(Map.of());
    }

    private static List<String> conditions(PlanDefinitionLogic plan) {
        List<String> defines = new ArrayList<>();
        defines.add(plan.rules());
        plan.actions().forEach(action -> defines.add(action.condition()));
        return defines.stream().distinct().toList();
    }

    private Recommendation recommendation(
            PlanDefinitionLogic.Action card, Map<String, @Nullable Object> values, AssessmentRequest question) {
        CardPresentation presentation = CardPresentation.of(
                CqlValues.map(card.presentation().map(values::get).orElse(null)), compiled.knowledge());
        return new Recommendation(
                text(card.title(), values),
                text(card.description(), values),
                urgency(text(card.priority(), values)),
                presentation.source(),
                presentation.links(),
                presentation.overrideReasons(),
                presentation.background(),
                evidence(presentation, question.patient()),
                card.children().stream()
                        .filter(group -> Boolean.TRUE.equals(values.get(group.condition())))
                        .map(group -> proposal(group, values, presentation.triggers(), question.session()))
                        .filter(proposal -> !proposal.orders().isEmpty()
                                || !proposal.deletions().isEmpty())
                        .toList());
    }

    /** What the card rests on, and the resource types that were not there to be looked at. */
    private static Map<String, Object> evidence(CardPresentation presentation, PatientBundle record) {
        if (record.notAvailable().isEmpty()) {
            return presentation.evidence();
        }
        Map<String, Object> evidence = new LinkedHashMap<>(presentation.evidence());
        evidence.put("notAvailable", record.notAvailable().stream().sorted().toList());
        return evidence;
    }

    private Suggestion proposal(
            PlanDefinitionLogic.Action group,
            Map<String, @Nullable Object> values,
            List<String> triggers,
            UnsavedChanges session) {
        List<PlanDefinitionLogic.Action> applicable = group.children().stream()
                .filter(child -> Boolean.TRUE.equals(values.get(child.condition())))
                .toList();
        return new Suggestion(
                text(group.title(), values),
                applicable.stream()
                        .flatMap(child ->
                                child.definition().stream().map(canonical -> order(child, canonical, values, triggers)))
                        .toList(),
                applicable.stream()
                        .flatMap(child -> child.removed().stream()
                                .flatMap(define -> CqlValues.strings(values.get(define)).stream())
                                .filter(session::canDelete)
                                .map(reference -> new Suggestion.Deletion(child.label(), reference)))
                        .toList());
    }

    private DraftOrder order(
            PlanDefinitionLogic.Action action,
            String canonical,
            Map<String, @Nullable Object> values,
            List<String> triggers) {
        ActivityDefinition activity = compiled.knowledge().activity(canonical);
        boolean isMedication = activity.getKind() == ActivityDefinitionKind.MEDICATIONREQUEST;
        CodeableConcept code = isMedication ? activity.getProductCodeableConcept() : activity.getCode();
        Object text = action.codeText().map(values::get).orElse(null);
        if (text != null) {
            code = code.copy().setText(text.toString());
        }
        return new DraftOrder(
                activity.getUrl() + "|" + activity.getVersion(),
                isMedication ? DraftOrder.Kind.MEDICATION_REQUEST : DraftOrder.Kind.SERVICE_REQUEST,
                code.getText(),
                code,
                activity.getDosage(),
                text(action.priority(), values),
                action.due().map(values::get).map(Object::toString).orElse(null),
                action.bodySite()
                        .map(values::get)
                        .map(CqlDecisionSupport::concepts)
                        .orElse(List.of()),
                triggers);
    }

    private static List<CodeableConcept> concepts(Object value) {
        return value instanceof List<?> list
                ? list.stream()
                        .filter(CodeableConcept.class::isInstance)
                        .map(CodeableConcept.class::cast)
                        .toList()
                : List.of();
    }

    private static Recommendation.Urgency urgency(String priority) {
        return switch (priority) {
            case "stat", "asap" -> Recommendation.Urgency.CRITICAL;
            case "urgent" -> Recommendation.Urgency.WARNING;
            default -> Recommendation.Urgency.INFO;
        };
    }

    private static String text(java.util.Optional<String> define, Map<String, @Nullable Object> values) {
        return define.map(values::get).map(Object::toString).orElse("");
    }
}
