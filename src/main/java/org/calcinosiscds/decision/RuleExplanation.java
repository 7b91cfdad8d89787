package org.calcinosiscds.decision;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A condition, its value for a patient, and the conditions that decide it. It holds patient data.
 *
 * @param library name of the library in which it stands
 * @param line in {@code cql/<library>.cql}; 0 when it is not known
 * @param condition text of the CQL, or the name of a define
 * @param value as text: {@code true}, {@code false}, {@code null}, a value with its unit, or the resources
 * @param because what decides it: of an {@code and} that is false what is false, of one that is null what is null, and so on
 * @param resources without each of which the condition has another value, apart from those of what decides it
 * @param alternatives resources any of which is enough for the value: without all of them it is another; only where {@code resources},
 *     here and below, are none
 */
public record RuleExplanation(
        String library,
        int line,
        String condition,
        String value,
        List<RuleExplanation> because,
        List<CitedResource> resources,
        List<CitedResource> alternatives) {
    /** Values of a condition; what has another value is what a condition reads. */
    public static final String TRUE = "true";

    public static final String FALSE = "false";
    public static final String UNDETERMINED = "null";
    private static final Set<String> TRUTH_VALUES = Set.of(TRUE, FALSE, UNDETERMINED);

    /** The same with other words for the condition. */
    public RuleExplanation named(String other) {
        return new RuleExplanation(library, line, other, value, because, resources, alternatives);
    }

    /** The value of a rule in words: {@code true}, {@code false} or {@code undetermined}. */
    public String state() {
        return value.equals(UNDETERMINED) ? "undetermined" : value;
    }

    /** The innermost condition that decides this one, the first of several. */
    public RuleExplanation deciding() {
        return because.stream()
                .filter(part -> TRUTH_VALUES.contains(part.value))
                .findFirst()
                .map(RuleExplanation::deciding)
                .orElse(this);
    }

    /** Where it stands: {@code Product.cql:40}. */
    public String place() {
        return library + ".cql:" + line;
    }

    /** This condition and those below it. */
    public Stream<RuleExplanation> all() {
        return Stream.concat(Stream.of(this), because.stream().flatMap(RuleExplanation::all));
    }

    /** Says nothing of the patient, so that it may end up in a log. */
    @Override
    public String toString() {
        return "RuleExplanation of " + library + " line " + line;
    }
}
