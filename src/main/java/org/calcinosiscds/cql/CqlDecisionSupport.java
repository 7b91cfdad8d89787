package org.calcinosiscds.cql;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.calcinosiscds.cql.interpreter.EvaluationListener;
import org.calcinosiscds.decision.AnsweredCards;
import org.calcinosiscds.decision.Assessment;
import org.calcinosiscds.decision.AssessmentRequest;
import org.calcinosiscds.decision.DecisionService;
import org.calcinosiscds.decision.DecisionSupport;
import org.calcinosiscds.decision.EvaluatedDefine;
import org.calcinosiscds.decision.ExplainedRule;
import org.calcinosiscds.decision.PartialJudgement;
import org.calcinosiscds.decision.ProductReport;
import org.calcinosiscds.decision.Recommendation;
import org.calcinosiscds.decision.RequestAssessments;
import org.calcinosiscds.decision.RuleExplanation;
import org.calcinosiscds.decision.RuleReason;
import org.calcinosiscds.time.Deadline;
import org.hl7.elm.r1.Library;
import org.jspecify.annotations.Nullable;

/** Answers from the compiled knowledge base: which cards apply, what they say, what they propose. Decides nothing. */
final class CqlDecisionSupport implements DecisionSupport {
    private final CompiledKnowledge compiled;
    private final List<DecisionService> services;
    private final EvaluationLimiter limiter;

    CqlDecisionSupport(CompiledKnowledge compiled, List<DecisionService> services, EvaluationLimiter limiter) {
        this.compiled = compiled;
        this.services = services;
        this.limiter = limiter;
    }

    @Override
    public List<DecisionService> services() {
        return services;
    }

    @Override
    public Assessment assess(AssessmentRequest request, Deadline deadline) {
        return limiter.run(end -> answer(request, false, end), deadline);
    }

    @Override
    public Assessment assessFully(AssessmentRequest request) {
        return limiter.run(end -> answer(request, true, end), Deadline.NONE);
    }

    @Override
    public RequestAssessments assessments(AssessmentRequest request) {
        return new RequestAssessments() {
            private @Nullable Evaluation latest;

            @Override
            public Assessment assess(AnsweredCards answered, Deadline deadline) {
                AssessmentRequest asked = request.with(answered);
                Map<String, Object> parameters =
                        EngineParameters.of(asked, compiled.knowledge().settings());
                return limiter.run(
                        end -> {
                            Evaluation before = latest;
                            Evaluation evaluation =
                                    before == null ? evaluation(asked, parameters, end) : before.with(parameters, end);
                            latest = evaluation;
                            return answer(asked, evaluation, false);
                        },
                        deadline);
            }
        };
    }

    @Override
    public PartialJudgement judgeWithout(Set<String> missing, AssessmentRequest request, Deadline deadline) {
        return limiter.run(end -> new PartialEvaluation(compiled, request, missing, end).judge(), deadline);
    }

    /**
     * As a hook is answered, with the product, and with values of CQL parameters that no caller can set.
     *
     * @param listener sees each expression; null for none
     */
    Assessment assess(AssessmentRequest request, Map<String, Object> values, @Nullable EvaluationListener listener) {
        Map<String, Object> parameters =
                EngineParameters.of(request, compiled.knowledge().settings());
        parameters.putAll(values);
        return limiter.run(
                end -> answer(
                        request,
                        new Evaluation(compiled, request.patient(), request.asOf(), parameters, listener, end),
                        true),
                Deadline.NONE);
    }

    /** Why a define has its value. @return empty when no library has a define of that name */
    Optional<RuleExplanation> explain(AssessmentRequest request, Map<String, Object> values, String define) {
        Map<String, Object> parameters =
                EngineParameters.of(request, compiled.knowledge().settings());
        parameters.putAll(values);
        return limiter.run(
                end -> RuleExplainer.of(compiled, evaluation(request, parameters, end), define), Deadline.NONE);
    }

    @Override
    public List<ExplainedRule> explain(AssessmentRequest request, Deadline deadline) {
        return explain(request, Map.of(), deadline);
    }

    /** As {@link #explain(AssessmentRequest, Deadline)}, with values of CQL parameters that no caller can set. */
    List<ExplainedRule> explain(AssessmentRequest request, Map<String, Object> values, Deadline deadline) {
        return rules(request, values, deadline, RuleReasons::explanations);
    }

    /** Of each rule of the service why it is true or not, and what is missing. */
    List<RuleReason> reasons(AssessmentRequest request, Map<String, Object> values) {
        return rules(request, values, Deadline.NONE, RuleReasons::reasons);
    }

    /** The values of all defines of a library. */
    List<EvaluatedDefine> values(AssessmentRequest request, Map<String, Object> values, Library library) {
        Map<String, Object> parameters =
                EngineParameters.of(request, compiled.knowledge().settings());
        parameters.putAll(values);
        return limiter.run(end -> LibraryValues.of(library, evaluation(request, parameters, end)), Deadline.NONE);
    }

    private interface Explaining<T> {
        List<T> of(CompiledKnowledge compiled, Evaluation evaluation, PlanDefinitionLogic service, Citations citations);
    }

    private <T> List<T> rules(
            AssessmentRequest request, Map<String, Object> values, Deadline deadline, Explaining<T> explaining) {
        Map<String, Object> parameters =
                EngineParameters.of(request, compiled.knowledge().settings());
        parameters.putAll(values);
        PlanDefinitionLogic plan = Objects.requireNonNull(compiled.services().get(request.serviceId()), "serviceId");
        return limiter.run(
                end -> {
                    Evaluation evaluation = evaluation(request, parameters, end);
                    return explaining.of(compiled, evaluation, plan, new Citations(evaluation));
                },
                deadline);
    }

    private Assessment answer(AssessmentRequest request, boolean isFull, Deadline end) {
        Map<String, Object> parameters =
                EngineParameters.of(request, compiled.knowledge().settings());
        if (isFull) {
            parameters.put("Most Info Cards", Integer.MAX_VALUE);
        }
        return answer(request, evaluation(request, parameters, end), isFull);
    }

    private Evaluation evaluation(AssessmentRequest request, Map<String, Object> parameters, Deadline end) {
        return new Evaluation(compiled, request.patient(), request.asOf(), parameters, null, end);
    }

    private Assessment answer(AssessmentRequest request, Evaluation evaluation, boolean withProduct) {
        PlanDefinitionLogic plan = Objects.requireNonNull(compiled.services().get(request.serviceId()), "serviceId");
        DefineValues values = new DefineValues(evaluation, compiled.library(plan.library()));
        List<PlanAction> cards = plan.actions().stream()
                .filter(action -> values.isTrue(action.condition()))
                .toList();
        return new Assessment(
                recommendations(cards, values, request),
                values.get(plan.rules()).texts(),
                withProduct ? productReport(plan, values) : null,
                compiled.knowledge().version(),
                request.asOf());
    }

    private List<Recommendation> recommendations(
            List<PlanAction> cards, DefineValues values, AssessmentRequest request) {
        RecommendationReader reader = new RecommendationReader(
                compiled.knowledge(),
                values,
                request.session(),
                request.patient().notAvailable());
        return cards.stream()
                .map(reader::recommendation)
                // The most urgent first; of equals the plan's order stays.
                .sorted(Comparator.comparing(Recommendation::urgency).reversed())
                .toList();
    }

    private static @Nullable ProductReport productReport(PlanDefinitionLogic plan, DefineValues values) {
        return plan.product()
                .map(define -> EvidenceReader.report(values.get(define)))
                .orElse(null);
    }
}
