package org.calcinosiscds.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AsOfTests {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T21:00:00.123456Z"), ZoneOffset.UTC);
    private static final ZoneId SYDNEY = ZoneId.of("Australia/Sydney");

    @Test
    void nowIsInTheZoneOfTheCaller() {
        assertThat(AsOf.text(AsOf.of(null, SYDNEY, CLOCK))).isEqualTo("2026-11-22T08:00:00.123+11:00");
        assertThat(AsOf.text(AsOf.of(null, ZoneOffset.UTC, CLOCK))).isEqualTo("2026-11-21T21:00:00.123Z");
    }

    @Test
    void offsetThatIsGivenIsKept() {
        assertThat(AsOf.of("2026-11-22T08:00:00+13:00", SYDNEY, CLOCK).getZone())
                .isEqualTo(ZoneOffset.ofHours(13));
        assertThat(AsOf.of("2026-11-21T21:00:00Z", SYDNEY, CLOCK).getZone()).isEqualTo(ZoneOffset.UTC);
    }

    @Test
    void offsetOfTheCallersZoneMeansThatZoneWithItsDaylightSavingTime() {
        assertThat(AsOf.of("2026-11-22T08:00:00+11:00", SYDNEY, CLOCK).getZone())
                .isEqualTo(SYDNEY);
    }

    @Test
    void plusThatBecameABlankIsRead() {
        assertThat(AsOf.text(AsOf.of("2026-11-22T08:00:00 11:00", ZoneOffset.UTC, CLOCK)))
                .isEqualTo("2026-11-22T08:00:00+11:00");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "2026-11-22", "2026-11-22T08:00:00", "1899-12-31T23:59:59Z", "2200-01-01T00:00:00Z", "x"})
    void whatIsNoInstantOfThisTimeIsRefused(String text) {
        assertThatThrownBy(() -> AsOf.of(text, ZoneOffset.UTC, CLOCK)).isInstanceOf(DateTimeException.class);
    }
}
