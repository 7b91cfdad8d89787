package org.calcinosiscds.decision;

import java.util.List;
import org.calcinosiscds.order.DraftOrder;

/**
 * Changes a clinician accepts with one click; at least one.
 *
 * @param label what accepting it does, in plain words
 * @param orders drafts to create
 * @param deletions drafts of the session to take away
 */
public record Suggestion(String label, List<DraftOrder> orders, List<Deletion> deletions) {

    /**
     * A draft that is better not signed.
     *
     * @param description what is taken away, in plain words
     * @param reference such as {@code MedicationRequest/x}
     */
    public record Deletion(String description, String reference) {}
}
