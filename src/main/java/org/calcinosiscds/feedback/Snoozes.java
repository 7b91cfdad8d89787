package org.calcinosiscds.feedback;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.decision.Recommendation;
import org.calcinosiscds.decision.Recommendation.Urgency;
import org.calcinosiscds.decision.TriggerNames;
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
     * @param names by which what triggers a recommendation is known again
     * @param asOf a snooze that ends later is on; also one that began later, so that an example that asks for an instant in the past
     *     behaves like one that does not
     */
    public Patient of(String issuer, String patientId, TriggerNames names, Instant asOf) {
        if (store == null) {
            return new Patient(List.of(), names, asOf);
        }
        String patient = ids.pseudonym(issuer, patientId);
        try {
            return new Patient(
                    store
                            .read(
                                    budget,
                                    jdbc -> jdbc.sql("""
                                    select c.uuid, c.problem, c.fingerprint, c.triggers, c.suggestions, c.urgency, c.rules, c.issued,
                                        f.outcome, f.suggestions as accepted, f.reason, f.happened
                                    from card c left join feedback f on f.card = c.uuid and f.issuer = c.issuer
                                    where c.patient = :patient and (f.card is not null or c.rules in (:reminders))""")
                                            .param("patient", patient)
                                            .param("reminders", reminders())
                                            .query((row, number) -> answered(row))
                                            .list())
                            .stream()
                            .filter(answered -> answered.holds(times, asOf))
                            .toList(),
                    names,
                    asOf);
        } catch (StoreUnavailableException e) {
            // A card too many is better than none.
            return new Patient(List.of(), names, asOf);
        }
    }

    private AnsweredCard answered(ResultSet row) throws SQLException {
        return new AnsweredCard(
                row.getString("problem"),
                row.getString("fingerprint"),
                words(row.getString("triggers")),
                accepted(row),
                Urgency.valueOf(row.getString("urgency")),
                words(row.getString("rules")),
                Instant.ofEpochMilli(row.getLong("issued")),
                row.getString("reason"),
                row.getObject("happened") == null ? null : Instant.ofEpochMilli(row.getLong("happened")));
    }

    /** What was ordered from the card; null when the answer is one to all of it. */
    private @Nullable Set<String> accepted(ResultSet row) throws SQLException {
        String suggestions = row.getString("suggestions");
        if (suggestions == null || !Outcome.ACCEPTED.code().equals(row.getString("outcome"))) {
            return null;
        }
        UUID card = UUID.fromString(row.getString("uuid"));
        List<SuggestedOrders> onCard = SuggestedOrders.read(suggestions);
        return words(row.getString("accepted")).stream()
                .map(id -> ids.index(card, UUID.fromString(id)))
                .filter(index -> index.isPresent() && index.getAsInt() < onCard.size())
                .flatMap(index -> onCard.get(index.getAsInt()).orders().stream())
                .collect(Collectors.toSet());
    }

    /** Never empty, which SQL does not allow. */
    private List<String> reminders() {
        return times.reminders().isEmpty() ? List.of("") : List.copyOf(times.reminders());
    }

    /** What was answered for one patient and is still fresh. */
    public final class Patient {
        private final List<AnsweredCard> answered;
        private final TriggerNames names;
        private final Instant asOf;

        private Patient(List<AnsweredCard> answered, TriggerNames names, Instant asOf) {
            this.answered = answered;
            this.names = names;
            this.asOf = asOf;
        }

        /**
         * What a clinician has assessed among the things that trigger these: references, by the CQL parameter that takes them.
         * A new finding is not among them.
         */
        public Map<String, List<String>> assessed(List<Recommendation> recommendations) {
            Map<String, List<String>> assessed = new TreeMap<>();
            for (AnsweredCard each : answered) {
                String parameter = each.assessment(times, asOf);
                if (parameter != null) {
                    recommendations.stream()
                            .flatMap(recommendation -> recommendation.triggers().stream())
                            .distinct()
                            .filter(reference -> each.triggers().contains(ids.trigger(names.of(reference))))
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

        /** The same without suggestions that were accepted and whose orders need not be placed again. */
        public Recommendation withoutAccepted(Recommendation recommendation) {
            Set<String> ordered = ordered(onlyAbout(recommendation));
            return ordered.isEmpty()
                    ? recommendation
                    : recommendation.with(recommendation.proposals().stream()
                            .filter(proposal -> !SuggestedOrders.of(proposal).isDone(ordered))
                            .toList());
        }

        /** Whether a clinician has answered all of it, or ordered all that it suggests. */
        private boolean covers(Recommendation recommendation) {
            List<AnsweredCard> same = onlyAbout(recommendation);
            Set<String> ordered = ordered(same);
            return same.stream().anyMatch(each -> each.isAnsweredWhole(times, asOf))
                    || (!ordered.isEmpty()
                            && recommendation.proposals().stream()
                                    .allMatch(proposal ->
                                            SuggestedOrders.of(proposal).isDone(ordered)));
        }

        private List<AnsweredCard> onlyAbout(Recommendation recommendation) {
            String fingerprint = ids.fingerprint(recommendation, names);
            return answered.stream()
                    .filter(each -> each.isAway(times, asOf)
                            && each.problem().equals(recommendation.problem())
                            && each.fingerprint().equals(fingerprint)
                            && each.urgency().compareTo(recommendation.urgency()) >= 0
                            && each.rules().containsAll(recommendation.rules()))
                    .toList();
        }

        private static Set<String> ordered(List<AnsweredCard> cards) {
            return cards.stream()
                    .flatMap(each -> Stream.ofNullable(each.ordered()))
                    .flatMap(Set::stream)
                    .collect(Collectors.toSet());
        }
    }

    private static Set<String> words(@Nullable String text) {
        return text == null || text.isBlank() ? Set.of() : Set.copyOf(List.of(text.split(" ")));
    }
}
