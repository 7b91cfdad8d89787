package org.calcinosiscds.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.calcinosiscds.decision.Recommendation;
import org.calcinosiscds.decision.Recommendation.Urgency;
import org.calcinosiscds.decision.Suggestion;
import org.calcinosiscds.decision.TriggerNames;
import org.calcinosiscds.knowledge.KnowledgeLoader;
import org.calcinosiscds.order.DraftOrder;
import org.calcinosiscds.store.TestDatabase;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnoozesIT {
    private static final SnoozeTimes TIMES = SnoozeTimes.of(new KnowledgeLoader(FhirContext.forR4Cached()).load());

    private final Desk desk = new Desk(TestDatabase.SQLITE.fresh());
    private final Snoozes snoozes = new Snoozes(desk.store, desk.ids, TIMES, Duration.ofSeconds(20));

    @AfterEach
    void close() {
        desk.close();
    }

    @ParameterizedTest
    @CsvSource({
        "MINERAL, CRITICAL, , 24",
        "MINERAL, CRITICAL, patient-declined, 24",
        "MINERAL, WARNING, , 336",
        "MINERAL, WARNING, not-clinically-relevant, 336",
        "CTD-RISK, INFO, , 2160",
        "CTD-RISK, INFO, defer, 2160",
        "CTD-RISK, INFO, assessed-no-lesion, 8760",
        "CTD-RISK, INFO, not-clinically-relevant, 8760",
        "CTD-RISK, INFO, patient-declined, 8760",
        "TRIAL, INFO, , 4320",
        "TRIAL, INFO, patient-declined, 4320",
    })
    void problemStaysAwayForAsLongAsTheContentSays(String problem, Urgency urgency, String reason, long hours) {
        UUID card = desk.give("p1", problem, urgency, List.of("CC-004"));
        answer(card, reason);
        Recommendation again = Desk.recommendation(problem, urgency, List.of("CC-004"), "NORMAL", "Condition/p1");

        assertThat(isSnoozed(again, Duration.ofHours(hours).minusMillis(1))).isTrue();
        assertThat(isSnoozed(again, Duration.ofHours(hours))).isFalse();
    }

    @Test
    void reminderIsShownOnceAYearAnsweredOrNot() {
        UUID card = desk.give("p1", "CTD-RISK", Urgency.INFO, List.of("CC-001"));
        Recommendation again =
                Desk.recommendation("CTD-RISK", Urgency.INFO, List.of("CC-001"), "NORMAL", "Condition/p1");
        Recommendation withMore =
                Desk.recommendation("CTD-RISK", Urgency.INFO, List.of("CC-001", "CC-062"), "NORMAL", "Condition/p1");
        desk.cards.close();
        assertThat(isSnoozed(again, Duration.ofHours(24).minusMillis(1))).isFalse();
        assertThat(isSnoozed(again, Duration.ofHours(24))).isTrue();
        assertThat(isSnoozed(again, Duration.ofDays(365).minusMillis(1))).isTrue();
        assertThat(isSnoozed(again, Duration.ofDays(365))).isFalse();
        assertThat(isSnoozed(withMore, Duration.ofHours(25))).isFalse();

        answer(card, "defer");

        assertThat(isSnoozed(again, Duration.ofHours(1))).isTrue();
        assertThat(isSnoozed(again, Duration.ofDays(365).minusMillis(1))).isTrue();
    }

    @Test
    void cardThatIsNoReminderIsShownUntilItIsAnswered() {
        desk.give("p1", "CTD-RISK", Urgency.INFO, List.of("CC-004"));
        Recommendation again =
                Desk.recommendation("CTD-RISK", Urgency.INFO, List.of("CC-004"), "NORMAL", "Condition/p1");
        desk.cards.close();

        assertThat(isSnoozed(again, Duration.ofHours(1))).isFalse();
        assertThat(isSnoozed(again, Duration.ofHours(-1))).isFalse();
    }

    @Test
    void writerThatHoldsTheLockBringsNoAnsweredCardBack() throws Exception {
        answer(desk.give("p1", "MINERAL", Urgency.WARNING, List.of("CC-010")), null);
        Recommendation again =
                Desk.recommendation("MINERAL", Urgency.WARNING, List.of("CC-010"), "NORMAL", "Condition/p1");
        Snoozes patient = new Snoozes(desk.store, desk.ids, TIMES, Duration.ofMillis(500));
        CountDownLatch isHeld = new CountDownLatch(1);
        Thread writer = new Thread(() -> desk.store.write(Duration.ofSeconds(20), jdbc -> {
            jdbc.sql("update heartbeat set beats = beats + 1").update();
            isHeld.countDown();
            sleep(Duration.ofSeconds(4));
            return 0;
        }));
        writer.start();
        isHeld.await();

        int shown = 0;
        while (writer.isAlive()) {
            shown += patient.of(Desk.ISSUER, "p1", TriggerNames.OF_SAVED, Desk.NOW)
                            .among(List.of(again))
                            .isEmpty()
                    ? 1
                    : 0;
            sleep(Duration.ofMillis(200));
        }

        assertThat(shown).isZero();
        assertThat(desk.store.isHealthy()).isTrue();
    }

    private static void sleep(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "MINERAL,  WARNING,  CC-010 CC-013, HIGH,   Condition/p1, true",
        "MINERAL,  WARNING,  CC-010,        HIGH,   Condition/p1, true",
        "MINERAL,  INFO,     CC-010,        HIGH,   Condition/p1, true",
        "MINERAL,  CRITICAL, CC-010 CC-013, HIGH,   Condition/p1, false",
        "MINERAL,  WARNING,  CC-010 CC-011, HIGH,   Condition/p1, false",
        "MINERAL,  WARNING,  CC-010 CC-013, NORMAL, Condition/p1, false",
        "MINERAL,  WARNING,  CC-010 CC-013, HIGH,   Condition/p2, false",
        "CTD-RISK, WARNING,  CC-010 CC-013, HIGH,   Condition/p1, false",
    })
    void anythingNewBringsTheProblemBack(
            String problem, Urgency urgency, String rules, String tier, String trigger, boolean isSnoozed) {
        Recommendation shown =
                Desk.recommendation("MINERAL", Urgency.WARNING, List.of("CC-010", "CC-013"), "HIGH", "Condition/p1");
        UUID card = desk.ids.card(Desk.ISSUER, Desk.SERVICE, "call");
        desk.cards.note(card, Desk.ISSUER, Desk.SERVICE, "p1", shown, TriggerNames.OF_SAVED, "0.1.0");
        answer(card, null);

        assertThat(isSnoozed(
                        Desk.recommendation(problem, urgency, List.of(rules.split(" ")), tier, trigger), Duration.ZERO))
                .isEqualTo(isSnoozed);
    }

    @ParameterizedTest
    @CsvSource({
        "assessed-other-cause, Assessed Other Cause, 36500",
        "assessed-calciphylaxis, Assessed Calciphylaxis, 36500",
        "assessed-no-lesion, Assessed No Lesion, 364",
    })
    void assessedThingsAreKnownByReferenceUntilANewOneAppears(String reason, String parameter, long days) {
        answer(desk.give("p1", "CALCIPHYLAXIS", Urgency.CRITICAL, List.of("CC-020")), reason);
        List<Recommendation> again = List.of(
                Desk.recommendation("CALCIPHYLAXIS", Urgency.CRITICAL, List.of("CC-020"), "HIGH", "Condition/p1"),
                Desk.recommendation("CALCIPHYLAXIS", Urgency.CRITICAL, List.of("CC-020"), "HIGH", "Condition/new"));

        assertThat(snoozes.of(Desk.ISSUER, "p1", TriggerNames.OF_SAVED, Desk.NOW.plus(Duration.ofDays(days)))
                        .assessed(again))
                .containsExactly(Map.entry(parameter, List.of("Condition/p1")));
        assertThat(snoozes.of(Desk.ISSUER, "p2", TriggerNames.OF_SAVED, Desk.NOW)
                        .assessed(again))
                .isEmpty();
        assertThat(snoozes.of(Desk.ISSUER, "p1", TriggerNames.OF_SAVED, Desk.NOW.plus(Duration.ofDays(days)))
                        .among(again))
                .isEmpty();
    }

    @Test
    void assessmentOfNoLesionEndsAfterAYear() {
        answer(desk.give("p1", "CTD-RISK", Urgency.INFO, List.of("CC-001")), "assessed-no-lesion");

        assertThat(snoozes.of(Desk.ISSUER, "p1", TriggerNames.OF_SAVED, Desk.NOW.plus(Duration.ofDays(365)))
                        .assessed(List.of(Desk.recommendation(
                                "CTD-RISK", Urgency.INFO, List.of("CC-001"), "NORMAL", "Condition/p1"))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "MedicationRequest/7, warfarin for thrombosis, true",
        "MedicationRequest/draft-1, warfarin for thrombosis, true",
        "MedicationRequest/draft-1, warfarin for fibrillation, false",
        "MedicationRequest/draft-1, calcitriol for thrombosis, false",
    })
    void draftIsKnownByItsNameWhateverItsId(String reference, String name, boolean isSnoozed) {
        TriggerNames then = new TriggerNames(Map.of("MedicationRequest/draft-1", "warfarin for thrombosis"));
        UUID card = desk.ids.card(Desk.ISSUER, Desk.SERVICE, "call");
        desk.cards.note(card, Desk.ISSUER, Desk.SERVICE, "p1", draft("MedicationRequest/draft-1"), then, "0.1.0");
        answer(card, "assessed-other-cause");
        Snoozes.Patient now = snoozes.of(
                Desk.ISSUER, "p1", new TriggerNames(Map.of(reference, name)), Desk.NOW.plus(Duration.ofHours(1)));
        List<Recommendation> again = List.of(draft(reference));

        assertThat(now.among(again)).hasSize(isSnoozed ? 1 : 0);
        assertThat(now.assessed(again))
                .isEqualTo(isSnoozed ? Map.of("Assessed Other Cause", List.of(reference)) : Map.of());
    }

    private static Recommendation draft(String reference) {
        return Desk.recommendation("MED-VKA", Urgency.WARNING, List.of("CC-101"), "HIGH", reference);
    }

    @Test
    void acceptedSuggestionLeavesTheOthersDue() {
        Recommendation shown = suggesting(orders("O-CA", "O-PHOS"), orders("R-NEPH"), orders("O-PTH"));
        UUID card = give(shown);

        accept(card, 0);
        assertThat(isSnoozed(shown, Duration.ofHours(1))).isFalse();
        assertThat(due(shown)).containsExactly("R-NEPH", "O-PTH");
        assertThat(isSnoozed(suggesting(orders("O-PHOS")), Duration.ofHours(1))).isTrue();
        assertThat(isSnoozed(suggesting(), Duration.ofHours(1))).isTrue();

        UUID next = give(suggesting(orders("R-NEPH"), orders("O-PTH")));
        accept(next, 0);
        accept(next, 1);
        assertThat(isSnoozed(shown, Duration.ofHours(1))).isTrue();
        assertThat(isSnoozed(shown, Duration.ofDays(14))).isFalse();
        assertThat(isSnoozed(suggesting(orders("O-CA"), orders("O-25D")), Duration.ofHours(1)))
                .isFalse();
    }

    @Test
    void overriddenCardIsAnsweredWithAllItsSuggestions() {
        Recommendation shown = suggesting(orders("O-CA"), orders("R-NEPH"));
        answer(give(shown), "defer");

        assertThat(isSnoozed(shown, Duration.ofHours(1))).isTrue();
    }

    @Test
    void draftThatWasTakenAwayIsWarnedOfWhenItIsOrderedAgain() {
        Recommendation shown = suggesting(new Suggestion(
                "Delete", List.of(), List.of(new Suggestion.Deletion("Warfarin", "MedicationRequest/1"))));
        accept(give(shown), 0);

        assertThat(isSnoozed(shown, Duration.ofHours(1))).isFalse();
        assertThat(due(shown)).containsExactly("Delete");
    }

    @Test
    void cardOfBeforeSuggestionsWereStoredIsAnsweredByOneOfThem() {
        Recommendation shown = suggesting(orders("O-CA"), orders("R-NEPH"));
        accept(give(shown), 0);
        desk.store.write(
                Duration.ofSeconds(20),
                jdbc -> jdbc.sql("update card set suggestions = null").update());

        assertThat(isSnoozed(shown, Duration.ofHours(1))).isTrue();
    }

    private UUID give(Recommendation shown) {
        UUID card = desk.ids.card(Desk.ISSUER, Desk.SERVICE, UUID.randomUUID().toString());
        desk.cards.note(card, Desk.ISSUER, Desk.SERVICE, "p1", shown, TriggerNames.OF_SAVED, "0.1.0");
        return card;
    }

    private void accept(UUID card, int suggestion) {
        desk.feedback.keep(
                Desk.ISSUER,
                Desk.SERVICE,
                List.of(new FeedbackItem(
                        card,
                        Outcome.ACCEPTED,
                        null,
                        null,
                        List.of(desk.ids.suggestion(card, suggestion)),
                        Desk.NOW.plusSeconds(suggestion))));
    }

    private List<String> due(Recommendation recommendation) {
        return snoozes
                .of(Desk.ISSUER, "p1", TriggerNames.OF_SAVED, Desk.NOW.plus(Duration.ofHours(1)))
                .withoutAccepted(recommendation)
                .proposals()
                .stream()
                .map(Suggestion::label)
                .toList();
    }

    private static Recommendation suggesting(Suggestion... suggestions) {
        return Desk.recommendation("MINERAL", Urgency.WARNING, List.of("CC-010"), "HIGH", "Condition/p1")
                .with(List.of(suggestions));
    }

    private static Suggestion orders(String... ids) {
        return new Suggestion(
                String.join(" ", ids),
                Stream.of(ids)
                        .map(id -> new DraftOrder(
                                "https://calcinosis-cds.org/fhir/ActivityDefinition/" + id + "|0.1.0",
                                DraftOrder.Kind.SERVICE_REQUEST,
                                id,
                                new CodeableConcept(),
                                List.of(),
                                "routine",
                                null,
                                List.of(),
                                List.of()))
                        .toList(),
                List.of());
    }

    @Test
    void otherPatientsAndOtherClientsAreNotSnoozed() {
        answer(desk.give("p1", "MINERAL", Urgency.CRITICAL, List.of("CC-010")), null);
        List<Recommendation> again =
                List.of(Desk.recommendation("MINERAL", Urgency.CRITICAL, List.of("CC-010"), "NORMAL", "Condition/p1"));

        assertThat(snoozes.of(Desk.ISSUER, "p1", TriggerNames.OF_SAVED, Desk.NOW)
                        .among(again))
                .containsExactly("MINERAL");
        assertThat(snoozes.of(Desk.ISSUER, "p2", TriggerNames.OF_SAVED, Desk.NOW)
                        .among(again))
                .isEmpty();
        assertThat(snoozes.of("https://other.example.org", "p1", TriggerNames.OF_SAVED, Desk.NOW)
                        .among(again))
                .isEmpty();
        assertThat(new Snoozes(null, desk.ids, TIMES, Duration.ZERO)
                        .of(Desk.ISSUER, "p1", TriggerNames.OF_SAVED, Desk.NOW)
                        .among(again))
                .isEmpty();
    }

    private void answer(UUID card, String reason) {
        desk.feedback.keep(Desk.ISSUER, Desk.SERVICE, List.of(Desk.overridden(card, reason, null)));
    }

    private boolean isSnoozed(Recommendation recommendation, Duration later) {
        return !snoozes.of(Desk.ISSUER, "p1", TriggerNames.OF_SAVED, Desk.NOW.plus(later))
                .among(List.of(recommendation))
                .isEmpty();
    }
}
