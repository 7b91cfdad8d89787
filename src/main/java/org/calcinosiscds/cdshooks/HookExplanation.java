package org.calcinosiscds.cdshooks;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.calcinosiscds.decision.CitedResource;
import org.calcinosiscds.decision.ExplainedRule;
import org.calcinosiscds.decision.RuleExplanation;
import org.jspecify.annotations.Nullable;

/**
 * Why a rule is true, false or undetermined, as a response has it. CDS Hooks forbids null and empty values.
 *
 * @param state {@code true}, {@code false} or {@code undetermined}
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record HookExplanation(
        String rule, String state, List<Condition> because, List<Cited> resources, List<Cited> alternatives) {
    /** A condition, its value and what decides it, as in {@link RuleExplanation}. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Condition(
            String condition,
            String value,
            String library,
            int line,
            List<Condition> because,
            List<Cited> resources,
            List<Cited> alternatives) {
        private static Condition of(RuleExplanation each) {
            return new Condition(
                    each.condition(),
                    each.value(),
                    each.library(),
                    each.line(),
                    each.because().stream().map(Condition::of).toList(),
                    Cited.of(each.resources()),
                    Cited.of(each.alternatives()));
        }
    }

    /** As in {@link CitedResource}. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Cited(
            String reference,
            @Nullable String value,
            @Nullable String unit,
            @Nullable String date) {
        private static List<Cited> of(List<CitedResource> resources) {
            return resources.stream()
                    .map(each -> new Cited(each.reference(), each.value(), each.unit(), each.date()))
                    .toList();
        }
    }

    static HookExplanation of(ExplainedRule each) {
        RuleExplanation explanation = each.explanation();
        return new HookExplanation(
                each.rule(),
                explanation.state(),
                explanation.because().stream().map(Condition::of).toList(),
                Cited.of(explanation.resources()),
                Cited.of(explanation.alternatives()));
    }

    /** Says nothing of the patient, so that it may end up in a log. */
    @Override
    public String toString() {
        return "HookExplanation of " + rule;
    }
}
