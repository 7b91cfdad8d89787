package org.calcinosiscds.cql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.calcinosiscds.cql.JudgedRules.Gate;
import org.calcinosiscds.cql.elm.LibraryResolver;
import org.calcinosiscds.decision.ExplainedRule;
import org.calcinosiscds.decision.RuleExplanation;
import org.calcinosiscds.decision.RuleReason;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.ExpressionRef;
import org.hl7.elm.r1.FunctionDef;
import org.hl7.elm.r1.FunctionRef;
import org.hl7.elm.r1.IsTrue;
import org.hl7.elm.r1.Library;

/** Tells of each rule that a service judges why it is true or not, all from one evaluation. */
final class RuleReasons {
    private final CompiledKnowledge compiled;
    private final Evaluation evaluation;
    private final Citations citations;

    private RuleReasons(CompiledKnowledge compiled, Evaluation evaluation, Citations citations) {
        this.compiled = compiled;
        this.evaluation = evaluation;
        this.citations = citations;
    }

    /** Why each rule that the service lists is what it is, by id. */
    static List<ExplainedRule> explanations(
            CompiledKnowledge compiled, Evaluation evaluation, PlanDefinitionLogic service, Citations citations) {
        return explanations(compiled, evaluation, service, citations, rule -> true);
    }

    /** The same of some rules alone. */
    static List<ExplainedRule> explanations(
            CompiledKnowledge compiled,
            Evaluation evaluation,
            PlanDefinitionLogic service,
            Citations citations,
            Predicate<String> rules) {
        RuleReasons each = new RuleReasons(compiled, evaluation, citations);
        List<ExplainedRule> explained = new ArrayList<>();
        each.eachRule(service, (rule, judged, fires) -> {
            if (rules.test(rule)) {
                explained.add(new ExplainedRule(rule, each.explanation(judged, fires)));
            }
        });
        return explained;
    }

    /** The value of each of these rules, as its explanation has it, by id. */
    static Map<String, String> values(CompiledKnowledge compiled, Evaluation evaluation, PlanDefinitionLogic service) {
        RuleReasons each = new RuleReasons(compiled, evaluation, Citations.NONE);
        Map<String, String> values = new TreeMap<>();
        each.eachRule(
                service,
                (rule, judged, fires) -> values.put(
                        rule,
                        each.closed(judged).isEmpty()
                                ? ExplainedValue.text(evaluation.value(
                                        judged.library(), fires, Objects.requireNonNull(fires.getExpression())))
                                : RuleExplanation.FALSE));
        return values;
    }

    /** The same with what is missing to make them true. */
    static List<RuleReason> reasons(
            CompiledKnowledge compiled, Evaluation evaluation, PlanDefinitionLogic service, Citations citations) {
        RuleReasons each = new RuleReasons(compiled, evaluation, citations);
        List<RuleReason> reasons = new ArrayList<>();
        each.eachRule(service, (rule, judged, fires) -> reasons.add(each.reason(rule, judged, fires)));
        return reasons;
    }

    private interface Rule {
        void use(String rule, JudgedRules.Judged judged, ExpressionDef fires);
    }

    private void eachRule(PlanDefinitionLogic service, Rule use) {
        JudgedRules.of(compiled.libraries(), compiled.library(service.library()), service.rules())
                .forEach((rule, judged) -> define(judged.library(), RuleDefines.fires(rule))
                        .ifPresent(fires -> use.use(rule, judged, fires)));
        Library collected = compiled.library(service.library());
        for (PlanAction card : service.actions()) {
            card.plain()
                    .ifPresent(presentation -> define(collected, card.condition())
                            .ifPresent(condition -> written(
                                    collected,
                                    condition,
                                    (library, fires) -> use.use(
                                            presentation.evidence().problem(),
                                            new JudgedRules.Judged(library, List.of()),
                                            fires))));
        }
    }

    /** Finds what an author wrote behind a define that only names another one, as the condition of a plain plan does. */
    private void written(Library library, ExpressionDef define, BiConsumer<Library, ExpressionDef> use) {
        Expression expression = define.getExpression();
        if (expression instanceof IsTrue test) {
            expression = test.getOperand();
        }
        if (expression instanceof ExpressionRef reference && !(reference instanceof FunctionRef)) {
            LibraryResolver resolver = new LibraryResolver(compiled.libraries());
            Optional<ExpressionDef> target = resolver.target(reference, library);
            if (target.isPresent()) {
                written(resolver.owner(reference.getLibraryName(), library), target.get(), use);
                return;
            }
        }
        use.accept(library, define);
    }

    private static Optional<ExpressionDef> define(Library library, String name) {
        return LibraryResolver.definitions(library).stream()
                .filter(each -> !(each instanceof FunctionDef)
                        && String.valueOf(each.getName()).equals(name))
                .findFirst();
    }

    private RuleReason reason(String rule, JudgedRules.Judged judged, ExpressionDef fires) {
        MissingConditions missing = new MissingConditions(compiled, evaluation, citations);
        MissingConditions.Way way = missing.of(judged.library(), fires);
        for (Gate gate : judged.gates()) {
            way = way.and(missing.of(gate.place(), gate.condition()));
        }
        return new RuleReason(rule, explanation(judged, fires), way.missing(), way.met());
    }

    /** Of the rule's own define and what the lists ask beside it: what is not true of these, or a line for each and why the rule is true. */
    private RuleExplanation explanation(JudgedRules.Judged judged, ExpressionDef fires) {
        RuleExplainer explainer = new RuleExplainer(compiled, evaluation, citations);
        RuleExplanation own = explainer.explain(judged.library(), fires);
        List<Gate> closed = closed(judged);
        List<RuleExplanation> because = new ArrayList<>();
        String value = own.value();
        if (closed.isEmpty()) {
            if (RuleExplanation.TRUE.equals(value)) {
                judged.gates().forEach(gate -> because.add(explainer.inOneLine(gate.place(), gate.condition())));
            }
            because.addAll(own.because());
        } else {
            closed.forEach(gate -> because.add(
                    explainer.condition(gate.place().library(), gate.place().define(), gate.condition())));
            if (!RuleExplanation.TRUE.equals(value)) {
                because.addAll(own.because());
            }
            value = RuleExplanation.FALSE;
        }
        // Behind a condition that is not met the rule's own value decides nothing.
        return new RuleExplanation(
                own.library(),
                own.line(),
                own.condition(),
                value,
                because,
                closed.isEmpty() ? own.resources() : List.of(),
                closed.isEmpty() ? own.alternatives() : List.of());
    }

    private List<Gate> closed(JudgedRules.Judged judged) {
        return judged.gates().stream()
                .filter(gate -> !Boolean.TRUE.equals(
                        evaluation.value(gate.place().library(), gate.place().define(), gate.condition())))
                .toList();
    }
}
