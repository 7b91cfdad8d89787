package org.calcinosiscds.authoring.shortcase;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.calcinosiscds.outcome.SimilarNames;

/**
 * What a case may name: the rules, problems and orders of the content, and units.
 *
 * @param names by what they are, such as {@code rule}; of what is not there, or has no names, every name is accepted
 * @param isUnit whether UCUM has a unit
 * @param units that the content uses, to suggest one
 */
public record KnownNames(Map<String, Set<String>> names, Predicate<String> isUnit, Set<String> units) {
    private static final Set<String> INDICATORS = Set.of("info", "warning", "critical");

    /** Where the content is not at hand. */
    public static final KnownNames ANY = new KnownNames(Map.of(), unit -> true, Set.of());

    /**
     * @param what {@code rule}, {@code problem}, {@code order} or {@code indicator}
     * @return a sentence when there is no such name
     */
    public Optional<String> defect(String what, String name) {
        Set<String> known = what.equals("indicator") ? INDICATORS : names.getOrDefault(what, Set.of());
        return name.isEmpty() || known.isEmpty() || known.contains(name)
                ? Optional.empty()
                : Optional.of("There is no " + what + " " + name + "." + SimilarNames.suggestion(name, known));
    }

    Optional<String> unitDefect(String unit) {
        return isUnit.test(unit)
                ? Optional.empty()
                : Optional.of("UCUM has no unit " + unit + "." + SimilarNames.suggestion(unit, units));
    }
}
