package org.calcinosiscds.feedback;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.calcinosiscds.decision.Recommendation.Urgency;
import org.jspecify.annotations.Nullable;

/**
 * A card that was given for a patient and answered, or only shown.
 *
 * @param ordered ids of the ActivityDefinitions in the suggestions that were accepted; null when the answer is one to all of the card
 * @param happened when it was answered; null for a reminder that was only shown
 */
record AnsweredCard(
        String problem,
        String fingerprint,
        Set<String> triggers,
        @Nullable Set<String> ordered,
        Urgency urgency,
        Set<String> rules,
        Instant issued,
        @Nullable String reason,
        @Nullable Instant happened) {
    /** Whether the card need not be shown now. */
    boolean isAway(SnoozeTimes times, Instant asOf) {
        return (happened != null
                        && happened.plus(times.of(problem, urgency, reason)).isAfter(asOf))
                || isReminderOfThisYear(times, asOf);
    }

    /** Whether it need not be shown now, whatever else it suggests. */
    boolean isAnsweredWhole(SnoozeTimes times, Instant asOf) {
        return isAway(times, asOf) && (ordered == null || isReminderOfThisYear(times, asOf));
    }

    /** A reminder is shown once, but to everybody who opens the chart in the hours after that. */
    private boolean isReminderOfThisYear(SnoozeTimes times, Instant asOf) {
        if (rules.size() != 1) {
            return false;
        }
        String rule = rules.iterator().next();
        Duration reminder = times.reminder(rule);
        return reminder != null
                && issued.plus(reminder).isAfter(asOf)
                && !issued.plus(times.reminderStays(rule)).isAfter(asOf);
    }

    @Nullable
    String assessment(SnoozeTimes times, Instant asOf) {
        String parameter = times.assessment(reason);
        if (parameter == null || reason == null || happened == null) {
            return null;
        }
        Duration time = times.assessed(reason);
        return time == null || happened.plus(time).isAfter(asOf) ? parameter : null;
    }

    boolean holds(SnoozeTimes times, Instant asOf) {
        return isAway(times, asOf) || assessment(times, asOf) != null;
    }
}
