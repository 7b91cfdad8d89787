package org.calcinosiscds.decision;

/**
 * Why a rule is true, false or undetermined for a patient. It holds patient data.
 *
 * @param rule id, such as {@code CC-010}
 * @param explanation whose value is that of the rule
 */
public record ExplainedRule(String rule, RuleExplanation explanation) {
    /** Says nothing of the patient, so that it may end up in a log. */
    @Override
    public String toString() {
        return "ExplainedRule " + rule;
    }
}
