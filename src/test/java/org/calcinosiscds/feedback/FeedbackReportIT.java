package org.calcinosiscds.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.calcinosiscds.decision.Recommendation.Urgency;
import org.calcinosiscds.store.Retention;
import org.calcinosiscds.store.StoreSettings;
import org.calcinosiscds.store.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class FeedbackReportIT {
    private final StoreSettings settings;
    private final Desk desk;

    FeedbackReportIT(TestDatabase database) {
        settings = database.fresh();
        desk = new Desk(settings);
        UUID declined = desk.give("p1", "MINERAL", Urgency.WARNING, List.of("CC-010", "CC-013"));
        UUID dismissed = desk.give("p2", "MINERAL", Urgency.WARNING, List.of("CC-010"));
        UUID accepted = desk.give("p3", "MINERAL", Urgency.WARNING, List.of("CC-010"));
        desk.give("p4", "MINERAL", Urgency.WARNING, List.of("CC-010"));
        desk.feedback.keep(
                Desk.ISSUER,
                Desk.SERVICE,
                List.of(
                        Desk.overridden(declined, "patient-declined", "=HYPERLINK(\"x\"), no"),
                        Desk.overridden(dismissed, null, null),
                        new FeedbackItem(accepted, Outcome.ACCEPTED, null, null, List.of(), Desk.NOW),
                        new FeedbackItem(accepted, Outcome.ACCEPTED, null, null, List.of(), Desk.NOW.plusSeconds(1))));
    }

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void ratesAreOfTheCardsThatWereShown() {
        FeedbackReport report = FeedbackReport.of(desk.store, Desk.NOW, Desk.NOW.plusSeconds(2));

        assertThat(Csv.of(report))
                .isEqualTo(String.join(
                        "\r\n",
                        "\"rule\",\"reason\",\"shown\",\"accepted\",\"overridden\",\"unanswered\",\"acceptance_rate\",\"override_rate\",\"reason_rate\"",
                        "\"CC-010\",\"all\",\"4\",\"1\",\"2\",\"1\",\"0.2500\",\"0.5000\",\"\"",
                        "\"CC-010\",\"none\",\"\",\"\",\"1\",\"\",\"\",\"\",\"0.5000\"",
                        "\"CC-010\",\"patient-declined\",\"\",\"\",\"1\",\"\",\"\",\"\",\"0.5000\"",
                        "\"CC-013\",\"all\",\"1\",\"0\",\"1\",\"0\",\"0.0000\",\"1.0000\",\"\"",
                        "\"CC-013\",\"patient-declined\",\"\",\"\",\"1\",\"\",\"\",\"\",\"1.0000\"",
                        ""));
        assertThat(report.unattributed()).isZero();
    }

    @Test
    void cardsOutsideThePeriodAreNotCounted() {
        assertThat(FeedbackReport.of(desk.store, Desk.NOW.minusSeconds(1), Desk.NOW)
                        .rules())
                .isEmpty();
        assertThat(FeedbackReport.of(desk.store, Desk.NOW.plusMillis(1), Desk.NOW.plusSeconds(9))
                        .rules())
                .isEmpty();
    }

    @Test
    void commentThatIsAFormulaIsMadeInert() {
        assertThat(Csv.of(Comments.of(desk.store, Desk.NOW, Desk.NOW.plusSeconds(2))))
                .isEqualTo("\"happened\",\"rules\",\"reason\",\"comment\"\r\n"
                        + "\"2026-11-21T09:00:00Z\",\"CC-010 CC-013\",\"patient-declined\","
                        + "\"'=HYPERLINK(\"\"x\"\"), no\"\r\n");
    }

    @Test
    void whatIsOlderThanTheRetentionIsDeleted() {
        assertThat(purge(settings.retention())).isZero();
        assertThat(purge(settings.retention().plusMillis(1))).isEqualTo(4);
        assertThat(FeedbackReport.of(desk.store, Desk.NOW, Desk.NOW.plusSeconds(2))
                        .rules())
                .isEmpty();
    }

    private int purge(Duration later) {
        try (Retention retention = new Retention(desk.store, settings, Clock.offset(desk.clock, later))) {
            return retention.purge();
        }
    }
}
