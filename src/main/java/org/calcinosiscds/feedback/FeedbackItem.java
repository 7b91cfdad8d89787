package org.calcinosiscds.feedback;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One thing a clinician did with a card.
 *
 * @param reason code of why it was overridden; null when none was chosen
 * @param comment in the clinician's own words; the one free text that is kept, never logged; null when there is none
 * @param suggestions ids of those that were accepted
 * @param happened when
 */
public record FeedbackItem(
        UUID card,
        Outcome outcome,
        @Nullable String reason,
        @Nullable String comment,
        List<UUID> suggestions,
        Instant happened) {

    /** Says nothing of the content, so that it may end up in a log. */
    @Override
    public String toString() {
        return "FeedbackItem";
    }
}
