package org.calcinosiscds.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.calcinosiscds.client.ClientSettings.OnStoreFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What this process remembers of tokens while somebody sets its clock. */
class TokenReplayCacheTests {
    private static final Instant START = Instant.parse("2026-11-21T09:00:00Z");
    private static final int ENOUGH_TO_PURGE = 2500;

    private Instant now = START;
    private final AtomicLong nanoTime = new AtomicLong();
    private final TokenReplayCache replays =
            new TokenReplayCache(new SetClock(), nanoTime::get, null, OnStoreFailure.ACCEPT, new SimpleMeterRegistry());

    @ParameterizedTest
    @ValueSource(longs = {2, -2})
    void clockThatIsSetAndSetBackMakesNoUsedTokenNew(long hours) {
        Instant until = START.plusSeconds(360);
        assertThat(replays.isFirst("iss", "used", until)).isTrue();

        now = START.plus(Duration.ofHours(hours));
        fill();
        now = START;

        assertThat(replays.isFirst("iss", "used", until)).isFalse();
    }

    @Test
    void tokenThatIsTooOldIsForgotten() {
        Instant until = START.plusSeconds(360);
        assertThat(replays.isFirst("iss", "used", until)).isTrue();

        now = START.plusSeconds(361);
        nanoTime.addAndGet(Duration.ofSeconds(361).toNanos());
        fill();

        assertThat(replays.isFirst("iss", "used", until)).isTrue();
    }

    private void fill() {
        for (int token = 0; token < ENOUGH_TO_PURGE; token++) {
            replays.isFirst("iss", now + "-" + token, now.plusSeconds(360));
        }
    }

    private final class SetClock extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
