package org.calcinosiscds.feedback;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.calcinosiscds.decision.Recommendation;
import org.calcinosiscds.decision.Recommendation.Source;
import org.calcinosiscds.decision.Recommendation.Urgency;
import org.calcinosiscds.decision.SampleEvidence;
import org.calcinosiscds.decision.TriggerNames;
import org.calcinosiscds.store.Store;
import org.calcinosiscds.store.StoreSettings;
import org.springframework.util.unit.DataSize;

/** All of the package on one store, as one replica has it. */
final class Desk implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");
    static final String ISSUER = "https://ehr.example.org";
    static final String SERVICE = "calcinosis-patient-view";

    final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    final FeedbackSettings settings;
    final Store store;
    final Secrets secrets;
    final CardIds ids;
    final IssuedCards cards;
    final FeedbackStore feedback;

    Desk(StoreSettings settings) {
        this(settings, "");
    }

    Desk(StoreSettings storeSettings, String key) {
        settings = new FeedbackSettings(
                key, DataSize.ofKilobytes(256), 100, 4096, Duration.ofDays(90), Duration.ofSeconds(20));
        store = new Store(storeSettings).open();
        secrets = new Secrets(settings, store, clock);
        ids = new CardIds(secrets, settings, clock);
        cards = new IssuedCards(store, secrets, ids, clock);
        feedback = new FeedbackStore(store, cards, settings, clock);
    }

    /** Gives a card and returns its id. */
    UUID give(String patientId, String problem, Urgency urgency, List<String> rules) {
        Recommendation recommendation = recommendation(problem, urgency, rules, "NORMAL", "Condition/" + patientId);
        UUID id = ids.card(ISSUER, SERVICE, patientId, problem);
        cards.note(id, ISSUER, SERVICE, patientId, recommendation, TriggerNames.OF_SAVED, "0.1.0");
        return id;
    }

    static Recommendation recommendation(
            String problem, Urgency urgency, List<String> rules, String tier, String trigger) {
        return new Recommendation(
                "Summary",
                "Detail",
                urgency,
                new Source("Source", null),
                List.of(),
                List.of(),
                List.of(),
                SampleEvidence.of(problem, rules, SampleEvidence.product(BigDecimal.ONE, tier), trigger),
                List.of());
    }

    static FeedbackItem overridden(UUID card, String reason, String comment) {
        return new FeedbackItem(card, Outcome.OVERRIDDEN, reason, comment, List.of(), NOW);
    }

    @Override
    public void close() {
        cards.close();
        store.close();
    }
}
