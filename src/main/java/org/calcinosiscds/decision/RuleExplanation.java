package org.calcinosiscds.decision;

import java.util.List;

/**
 * A condition, its value for a patient, and the conditions that decide it. It holds patient data.
 *
 * @param library name of the library in which it stands
 * @param line in {@code cql/<library>.cql}; 0 when it is not known
 * @param condition text of the CQL, or the name of a define
 * @param value as text: {@code true}, {@code false}, {@code null}, a value with its unit, or the resources
 * @param because what decides it: of an {@code and} that is false what is false, of one that is null what is null, and so on
 */
public record RuleExplanation(String library, int line, String condition, String value, List<RuleExplanation> because) {
    /** Values of a condition; what has another value is what a condition reads. */
    public static final String TRUE = "true";

    public static final String FALSE = "false";
    public static final String UNDETERMINED = "null";

    /** Says nothing of the patient, so that it may end up in a log. */
    @Override
    public String toString() {
        return "RuleExplanation of " + library + " line " + line;
    }
}
