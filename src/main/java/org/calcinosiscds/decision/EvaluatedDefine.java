package org.calcinosiscds.decision;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A define of a library and its value for a patient. It holds patient data.
 *
 * @param line in {@code cql/<library>.cql}
 * @param type as CQL writes it, such as {@code List<System.Quantity>}
 * @param value as in a {@link RuleExplanation}; null when it cannot be evaluated
 * @param table of a list of tuples; null for every other value
 * @param failure why it cannot be evaluated, without what it failed on; null when it can
 */
public record EvaluatedDefine(
        String name,
        int line,
        String type,
        @Nullable String value,
        @Nullable Table table,
        @Nullable String failure) {
    /**
     * A list of tuples.
     *
     * @param columns names of elements
     * @param rows a value for each column, as text
     */
    public record Table(List<String> columns, List<List<String>> rows) {}

    /** Says nothing of the patient, so that it may end up in a log. */
    @Override
    public String toString() {
        return "EvaluatedDefine " + name;
    }
}
