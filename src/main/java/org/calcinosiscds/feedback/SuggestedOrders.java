package org.calcinosiscds.feedback;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.calcinosiscds.decision.Suggestion;

/**
 * What one suggestion of a card orders, as ids of ActivityDefinitions. A suggestion that takes a draft away has none: who follows it
 * agrees with the card, so the card is due when the same is ordered again.
 */
record SuggestedOrders(Set<String> orders) {
    private static final String NONE = "-";

    static SuggestedOrders of(Suggestion suggestion) {
        return new SuggestedOrders(
                suggestion.deletions().isEmpty() ? new TreeSet<>(suggestion.definitions()) : Set.of());
    }

    /** As the store holds them: suggestions separated by a blank, their orders by a comma. */
    static String text(List<SuggestedOrders> suggestions) {
        return suggestions.stream()
                .map(each -> each.orders.isEmpty() ? NONE : String.join(",", each.orders))
                .collect(Collectors.joining(" "));
    }

    static List<SuggestedOrders> read(String text) {
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(" "))
                        .map(each -> new SuggestedOrders(each.equals(NONE) ? Set.of() : Set.of(each.split(","))))
                        .toList();
    }

    /** Whether nothing of it is left to order. */
    boolean isDone(Set<String> ordered) {
        return !orders.isEmpty() && ordered.containsAll(orders);
    }
}
