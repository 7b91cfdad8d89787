package org.calcinosiscds.cql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.calcinosiscds.cql.JudgedRules.Gate;
import org.calcinosiscds.cql.elm.LibraryResolver;
import org.calcinosiscds.decision.RuleExplanation;
import org.calcinosiscds.decision.RuleReason;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.FunctionDef;
import org.hl7.elm.r1.Library;

/** Tells of each rule that a service judges why it is true or not, all from one evaluation. */
final class RuleReasons {
    private final CompiledKnowledge compiled;
    private final Evaluation evaluation;

    private RuleReasons(CompiledKnowledge compiled, Evaluation evaluation) {
        this.compiled = compiled;
        this.evaluation = evaluation;
    }

    /** By id, the rules that the service lists. */
    static Map<String, RuleReason> of(CompiledKnowledge compiled, Evaluation evaluation, PlanDefinitionLogic service) {
        Map<String, RuleReason> reasons = new TreeMap<>();
        RuleReasons each = new RuleReasons(compiled, evaluation);
        JudgedRules.of(compiled.libraries(), compiled.library(service.library()), service.rules())
                .forEach((rule, judged) -> define(judged.library(), RuleDefines.fires(rule))
                        .ifPresent(fires -> reasons.put(rule, each.reason(rule, judged, fires))));
        return reasons;
    }

    private static Optional<ExpressionDef> define(Library library, String name) {
        return LibraryResolver.definitions(library).stream()
                .filter(each -> !(each instanceof FunctionDef)
                        && String.valueOf(each.getName()).equals(name))
                .findFirst();
    }

    private RuleReason reason(String rule, JudgedRules.Judged judged, ExpressionDef fires) {
        MissingConditions missing = new MissingConditions(compiled, evaluation);
        MissingConditions.Way way = missing.of(judged.library(), fires);
        for (Gate gate : judged.gates()) {
            way = way.and(missing.of(gate.place(), gate.condition()));
        }
        return new RuleReason(rule, explanation(judged, fires), way.missing(), way.met());
    }

    /** Of the rule's own define and what the lists ask beside it: what is not true of these, or a line for each and why the rule is true. */
    private RuleExplanation explanation(JudgedRules.Judged judged, ExpressionDef fires) {
        RuleExplainer explainer = new RuleExplainer(compiled, evaluation);
        RuleExplanation own = explainer.explain(judged.library(), fires);
        List<Gate> closed = judged.gates().stream()
                .filter(gate -> !Boolean.TRUE.equals(
                        evaluation.value(gate.place().library(), gate.place().define(), gate.condition())))
                .toList();
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
        return new RuleExplanation(own.library(), own.line(), own.condition(), value, because);
    }
}
