package org.calcinosiscds.decision;

import java.util.List;

/**
 * Why a rule is true, false or undetermined for a patient, and what is missing to make it true. It holds patient data.
 *
 * @param rule id, such as {@code CC-010}
 * @param explanation of its define {@code "CC-010 Fires"}
 * @param missing conditions that would have to become true, by the way with the fewest; empty when the rule is true
 * @param met number of conditions on that way that are true, without those that only exclude
 */
public record RuleReason(String rule, RuleExplanation explanation, List<RuleExplanation> missing, int met) {
    /** Whether one condition is missing and another one speaks for the rule. */
    public boolean isNear() {
        return missing.size() == 1 && met > 0;
    }

    /** Says nothing of the patient, so that it may end up in a log. */
    @Override
    public String toString() {
        return "RuleReason of " + rule;
    }
}
