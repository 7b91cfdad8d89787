package org.calcinosiscds.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.calcinosiscds.store.StoreSettings;
import org.calcinosiscds.store.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CardIdsIT {
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void everyReplicaKnowsTheCardsOfTheOthers(TestDatabase database) {
        StoreSettings settings = database.fresh();
        try (Desk one = new Desk(settings);
                Desk other = new Desk(settings)) {
            UUID card = one.ids.card(Desk.ISSUER, Desk.SERVICE, "call");

            assertThat(other.ids.issued(Desk.ISSUER, Desk.SERVICE, card)).get().satisfies(issued -> {
                assertThat(issued.suggested(one.ids.suggestion(card, 3))).isTrue();
                assertThat(issued.suggested(card)).isFalse();
            });
            assertThat(other.ids.pseudonym(Desk.ISSUER, "p1")).isEqualTo(one.ids.pseudonym(Desk.ISSUER, "p1"));
        }
    }

    @Test
    void cardIsOneOfItsClientServiceAndInstallationAlone() {
        try (Desk desk = new Desk(TestDatabase.SQLITE.fresh());
                Desk stranger = new Desk(TestDatabase.SQLITE.fresh())) {
            UUID card = desk.ids.card(Desk.ISSUER, Desk.SERVICE, "call");

            assertThat(desk.ids.issued(Desk.ISSUER, Desk.SERVICE, card)).isPresent();
            assertThat(desk.ids.issued("https://other.example.org", Desk.SERVICE, card))
                    .isEmpty();
            assertThat(desk.ids.issued(Desk.ISSUER, "calcinosis-order-sign", card))
                    .isEmpty();
            assertThat(stranger.ids.issued(Desk.ISSUER, Desk.SERVICE, card)).isEmpty();
            for (int bit = 0; bit < 64; bit++) {
                UUID most = new UUID(card.getMostSignificantBits() ^ 1L << bit, card.getLeastSignificantBits());
                UUID least = new UUID(card.getMostSignificantBits(), card.getLeastSignificantBits() ^ 1L << bit);
                assertThat(desk.ids.issued(Desk.ISSUER, Desk.SERVICE, most)).isEmpty();
                assertThat(desk.ids.issued(Desk.ISSUER, Desk.SERVICE, least)).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0, true", "90, true", "91, false", "-1, true", "-2, false"})
    void cardIsKnownFor90Days(int daysLater, boolean isKnown) {
        try (Desk desk = new Desk(TestDatabase.SQLITE.fresh())) {
            UUID card = desk.ids.card(Desk.ISSUER, Desk.SERVICE, "call");
            CardIds later =
                    new CardIds(desk.secrets, desk.settings, Clock.offset(desk.clock, Duration.ofDays(daysLater)));

            assertThat(later.issued(Desk.ISSUER, Desk.SERVICE, card).isPresent())
                    .isEqualTo(isKnown);
        }
    }

    @Test
    void keyOfTheSettingsNeedsNoStore() {
        String key = "a-secret-of-thirty-two-characters";
        FeedbackSettings settings;
        UUID card;
        try (Desk desk = new Desk(TestDatabase.SQLITE.fresh(), key)) {
            settings = desk.settings;
            card = desk.ids.card(Desk.ISSUER, Desk.SERVICE, "call");
        }
        try (Desk desk = new Desk(TestDatabase.SQLITE.fresh())) {
            CardIds alone = new CardIds(new Secrets(settings, null, desk.clock), settings, desk.clock);

            assertThat(alone.issued(Desk.ISSUER, Desk.SERVICE, card)).isPresent();
        }
    }
}
