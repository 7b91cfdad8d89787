package org.calcinosiscds.decision;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.calcinosiscds.order.DraftOrder;

/**
 * Changes a clinician accepts with one click; at least one.
 *
 * @param label what accepting it does, in plain words
 * @param orders drafts to create
 * @param deletions drafts of the session to take away
 */
public record Suggestion(String label, List<DraftOrder> orders, List<Deletion> deletions) {

    /** Ids of the ActivityDefinitions that its orders follow, such as {@code O-CA}. */
    public Set<String> definitions() {
        return orders.stream().map(order -> id(order.definition())).collect(Collectors.toSet());
    }

    private static String id(String canonical) {
        int version = canonical.indexOf('|');
        String url = version < 0 ? canonical : canonical.substring(0, version);
        return url.substring(url.lastIndexOf('/') + 1);
    }

    /**
     * A draft that is better not signed.
     *
     * @param description what is taken away, in plain words
     * @param reference such as {@code MedicationRequest/x}
     */
    public record Deletion(String description, String reference) {}
}
