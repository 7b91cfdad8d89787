package org.calcinosiscds.feedback;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.calcinosiscds.decision.Recommendation;
import org.calcinosiscds.decision.Recommendation.Urgency;
import org.calcinosiscds.store.Store;
import org.calcinosiscds.store.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * What a clinician has answered, or was reminded of, and need not see again yet.
 *
 * <p>A problem is left out only while the same things trigger it, no further rule has become true and it has not become more urgent.
 * Without a store, or while it is down, everything is shown.
 */
public final class Snoozes {
    private final @Nullable Store store;
    private final CardIds ids;
    private final SnoozeTimes times;
    private final Duration budget;

    Snoozes(@Nullable Store store, CardIds ids, SnoozeTimes times, Duration budget) {
        this.store = store;
        this.ids = ids;
        this.times = times;
        this.budget = budget;
    }

    /**
     * The snoozes of one patient.
     *
     * @param asOf a snooze that ends later is on; also one that began later, so that an example that asks for an instant in the past
     *     behaves like one that does not
     */
    public Patient of(String issuer, String patientId, Instant asOf) {
        if (store == null) {
            return new Patient(List.of(), asOf);
        }
        String patient = ids.pseudonym(issuer, patientId);
        try {
            return new Patient(
                    store
                            .read(
                                    budget,
                                    jdbc -> jdbc.sql("""
                                    select c.problem, c.fingerprint, c.triggers, c.urgency, c.rules, c.issued, f.reason, f.happened
                                    from card c left join feedback f on f.card = c.uuid and f.issuer = c.issuer
                                    where c.patient = :patient and (f.card is not null or c.rules in (:reminders))""")
                                            .param("patient", patient)
                                            .param("reminders", reminders())
                                            .query((row, number) -> new Answered(
                                                    row.getString("problem"),
                                                    row.getString("fingerprint"),
                                                    words(row.getString("triggers")),
                                                    Urgency.valueOf(row.getString("urgency")),
                                                    words(row.getString("rules")),
                                                    Instant.ofEpochMilli(row.getLong("issued")),
                                                    row.getString("reason"),
                                                    row.getObject("happened") == null
                                                            ? null
                                                            : Instant.ofEpochMilli(row.getLong("happened"))))
                                            .list())
                            .stream()
                            .filter(answered -> answered.holds(times, asOf))
                            .toList(),
                    asOf);
        } catch (StoreUnavailableException e) {
            // A card too many is better than none.
            return new Patient(List.of(), asOf);
        }
    }

    /** Never empty, which SQL does not allow. */
    private List<String> reminders() {
        return times.reminders().isEmpty() ? List.of("") : List.copyOf(times.reminders());
    }

    /** What was answered for one patient and is still fresh. */
    public final class Patient {
        private final List<Answered> answered;
        private final Instant asOf;

        private Patient(List<Answered> answered, Instant asOf) {
            this.answered = answered;
            this.asOf = asOf;
        }

        /**
         * What a clinician has assessed among the things that trigger these: references, by the CQL parameter that takes them.
         * A new finding is not among them.
         */
        public Map<String, List<String>> assessed(List<Recommendation> recommendations) {
            Map<String, List<String>> assessed = new TreeMap<>();
            for (Answered each : answered) {
                String parameter = each.assessment(times, asOf);
                if (parameter != null) {
                    recommendations.stream()
                            .flatMap(recommendation -> recommendation.triggers().stream())
                            .distinct()
                            .filter(reference -> each.triggers().contains(ids.trigger(reference)))
                            .forEach(reference -> assessed.computeIfAbsent(parameter, name -> new ArrayList<>())
                                    .add(reference));
                }
            }
            return assessed;
        }

        /** The problems among these that need not be shown. */
        public Set<String> among(List<Recommendation> recommendations) {
            return answered.isEmpty()
                    ? Set.of()
                    : recommendations.stream()
                            .filter(this::covers)
                            .map(Recommendation::problem)
                            .collect(Collectors.toSet());
        }

        private boolean covers(Recommendation recommendation) {
            String fingerprint = ids.fingerprint(recommendation);
            return answered.stream()
                    .anyMatch(each -> each.isAway(times, asOf)
                            && each.problem().equals(recommendation.problem())
                            && each.fingerprint().equals(fingerprint)
                            && each.urgency().compareTo(recommendation.urgency()) >= 0
                            && each.rules().containsAll(recommendation.rules()));
        }
    }

    private static Set<String> words(@Nullable String text) {
        return text == null || text.isBlank() ? Set.of() : Set.copyOf(List.of(text.split(" ")));
    }

    /** @param happened when it was answered; null for a reminder that was only shown */
    private record Answered(
            String problem,
            String fingerprint,
            Set<String> triggers,
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
}
