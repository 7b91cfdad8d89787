package org.calcinosiscds.cases;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is said about a patient, as far as a case states it.
 *
 * @param rules every rule that is true, ascending
 * @param types suspected types; empty when there is none
 * @param cards problem and indicator of each card, such as {@code MINERAL critical}, in the order shown
 */
public record Answer(List<String> rules, Product product, Set<String> types, List<String> cards) {

    /** CQL answers {@code none} where a case has an empty list. */
    public static Set<String> types(Collection<String> types) {
        return types.equals(List.of("none")) ? Set.of() : new TreeSet<>(types);
    }
}
