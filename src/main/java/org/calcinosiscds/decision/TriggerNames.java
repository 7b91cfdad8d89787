package org.calcinosiscds.decision;

import java.util.Map;

/**
 * Names by which the things that trigger a recommendation are known again in a later session. What is saved is known by its reference.
 *
 * @param ofUnsaved by the reference of something that is not saved yet; they hold codes or words of the record
 */
public record TriggerNames(Map<String, String> ofUnsaved) {
    /** Names for a chart in which nothing is being written: every reference is its own name. */
    public static final TriggerNames OF_SAVED = new TriggerNames(Map.of());

    /** The name of what this reference leads to. */
    public String of(String reference) {
        return ofUnsaved.getOrDefault(reference, reference);
    }

    /** Says nothing of the patient, so that it may end up in a log. */
    @Override
    public String toString() {
        return "TriggerNames: " + ofUnsaved.size() + " unsaved";
    }
}
