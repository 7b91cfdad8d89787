package org.calcinosiscds.decision;

import org.jspecify.annotations.Nullable;

/**
 * A resource that a condition depends on: without it the condition would have another value. It holds patient data.
 *
 * @param reference such as {@code Observation/1}
 * @param value of a result with a quantity, with its comparator; null for every other resource
 * @param unit of that value, as received
 * @param date of a result or of the begin of what is recorded, as received; null when it has none
 */
public record CitedResource(
        String reference,
        @Nullable String value,
        @Nullable String unit,
        @Nullable String date) {
    /** Says nothing of the patient, so that it may end up in a log. */
    @Override
    public String toString() {
        return "CitedResource";
    }
}
