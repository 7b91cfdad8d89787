package org.calcinosiscds.cql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.calcinosiscds.decision.Assessment;
import org.calcinosiscds.decision.DecisionService;
import org.calcinosiscds.decision.DecisionSupport;
import org.calcinosiscds.decision.Proposal;
import org.calcinosiscds.decision.Question;
import org.calcinosiscds.decision.Recommendation;
import org.calcinosiscds.fhir.DraftOrder;
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.hl7.fhir.r4.model.ActivityDefinition;
import org.jspecify.annotations.Nullable;

/** Answers from the compiled knowledge base: which cards apply, what they say, what they propose. Decides nothing. */
final class CqlDecisionSupport implements DecisionSupport {
    private final Compiled compiled;
    private final List<DecisionService> services;
    private final EvaluationPool pool;

    CqlDecisionSupport(Compiled compiled, List<DecisionService> services, EvaluationPool pool) {
        this.compiled = compiled;
        this.services = services;
        this.pool = pool;
    }

    @Override
    public List<DecisionService> services() {
        return services;
    }

    @Override
    public Assessment assess(Question question) {
        return pool.run(() -> answer(question, false));
    }

    @Override
    public Assessment assessFully(Question question) {
        return pool.run(() -> answer(question, true));
    }

    private Assessment answer(Question question, boolean isFull) {
        PlanExpressions plan = Objects.requireNonNull(compiled.services().get(question.serviceId()), "serviceId");
        Map<String, Object> parameters = new HashMap<>();
        if (question.userType() != null) {
            parameters.put("User Type", question.userType());
        }
        if (isFull) {
            parameters.put("Most Info Cards", Integer.MAX_VALUE);
        }
        Evaluation evaluation = new Evaluation(compiled, question.patient(), question.asOf(), parameters);
        Map<String, @Nullable Object> applicable = evaluation.evaluate(plan.library(), conditions(plan));
        List<PlanExpressions.Action> cards = plan.actions().stream()
                .filter(action -> Boolean.TRUE.equals(applicable.get(action.condition())))
                .toList();
        List<Recommendation> recommendations = new ArrayList<>();
        if (!cards.isEmpty()) {
            List<String> defines = cards.stream()
                    .flatMap(card -> PlanExpressions.defines(card).stream())
                    .distinct()
                    .toList();
            Map<String, @Nullable Object> values = evaluation.evaluate(plan.library(), defines);
            cards.forEach(card -> recommendations.add(recommendation(card, values)));
        }
        return new Assessment(
                List.copyOf(recommendations),
                CqlValues.strings(applicable.get(plan.rules())),
                isFull ? product(plan, evaluation) : Map.of(),
                compiled.knowledge().version(),
                question.asOf());
    }

    private static Map<String, Object> product(PlanExpressions plan, Evaluation evaluation) {
        return plan.product()
                .map(define -> CqlValues.map(
                        evaluation.evaluate(plan.library(), List.of(define)).get(define)))
                .orElse(Map.of());
    }

    private static List<String> conditions(PlanExpressions plan) {
        List<String> defines = new ArrayList<>();
        defines.add(plan.rules());
        plan.actions().forEach(action -> defines.add(action.condition()));
        return defines.stream().distinct().toList();
    }

    private Recommendation recommendation(PlanExpressions.Action card, Map<String, @Nullable Object> values) {
        Presentation presentation = Presentation.of(
                CqlValues.map(card.presentation().map(values::get).orElse(null)), compiled.knowledge());
        return new Recommendation(
                text(card.title(), values),
                text(card.description(), values),
                urgency(text(card.priority(), values)),
                presentation.source(),
                presentation.links(),
                presentation.overrideReasons(),
                presentation.evidence(),
                card.children().stream()
                        .filter(group -> Boolean.TRUE.equals(values.get(group.condition())))
                        .map(group -> proposal(group, values, presentation.triggers()))
                        .toList());
    }

    private Proposal proposal(
            PlanExpressions.Action group, Map<String, @Nullable Object> values, List<String> triggers) {
        return new Proposal(
                text(group.title(), values),
                group.children().stream()
                        .filter(order -> Boolean.TRUE.equals(values.get(order.condition())))
                        .map(order -> order(order, text(order.priority(), values), triggers))
                        .toList());
    }

    private DraftOrder order(PlanExpressions.Action order, String priority, List<String> triggers) {
        KnowledgeBase knowledge = compiled.knowledge();
        ActivityDefinition activity = knowledge.activity(order.definition().orElseThrow());
        return new DraftOrder(
                activity.getUrl() + "|" + activity.getVersion(),
                activity.getCode().getText(),
                activity.getCode(),
                priority,
                triggers);
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
