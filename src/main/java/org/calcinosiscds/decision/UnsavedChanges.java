package org.calcinosiscds.decision;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the user is doing and the chart does not hold yet. The resources are part of the record; this says which they are, by references
 * such as {@code MedicationRequest/x}.
 *
 * @param drafts orders being written
 * @param selections of the drafts those just picked; null when all drafts are judged
 * @param newConditions problems being added
 * @param unnamed drafts that came without an id, under the reference they were given here
 */
public record UnsavedChanges(
        List<String> drafts, @Nullable List<String> selections, List<String> newConditions, Set<String> unnamed) {
    /** Nothing is being written. */
    public static final UnsavedChanges NONE = new UnsavedChanges(List.of(), null, List.of(), Set.of());

    /** Whether the client can be told to take it away: a draft of this session that it knows by its id. */
    public boolean canDelete(String reference) {
        return drafts.contains(reference) && !unnamed.contains(reference);
    }

    /** Says nothing of the patient, so that it may end up in a log. */
    @Override
    public String toString() {
        return "Unsaved changes: " + drafts.size() + " drafts and " + newConditions.size() + " new conditions";
    }
}
