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
import org.calcinosiscds.store.SeenTokens;
import org.calcinosiscds.store.StoreUnavailableException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What this process remembers of tokens while somebody sets its clock. */
class TokenReplayCacheTests {
    private static final Instant START = Instant.parse("2026-11-21T09:00:00Z");
    private static final Instant UNTIL = START.plusSeconds(360);
    private static final int ENOUGH_TO_PURGE = 2500;
    private static final int LIMIT = 4000;

    private Instant now = START;
    private final AtomicLong nanoTime = new AtomicLong();
    private final TokenReplayCache replays = new TokenReplayCache(
            new SetClock(), nanoTime::get, null, OnStoreFailure.ACCEPT, LIMIT, new SimpleMeterRegistry());

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

    @Test
    void clientThatFillsItsMemoryIsRefusedAndOthersAreNot() {
        TokenReplayCache cache = fullOf(null);

        assertThat(cache.isFirst("iss", "new", UNTIL)).isFalse();
        assertThat(cache.isFirst("iss", "0", UNTIL)).as("a used token").isFalse();
        assertThat(cache.isFirst("other", "new", UNTIL)).isTrue();

        now = START.plusSeconds(361);
        nanoTime.addAndGet(Duration.ofSeconds(361).toNanos());
        for (int call = 0; call < 1000; call++) {
            cache.isFirst("other", "later-" + call, now.plusSeconds(360));
        }

        assertThat(cache.isFirst("iss", "newer", now.plusSeconds(360))).isTrue();
    }

    @Test
    void storeDecidesWhileTheMemoryIsFull() {
        TokenReplayCache cache = fullOf((issuer, jti, expires) -> jti.equals("new"));

        assertThat(cache.isFirst("iss", "new", UNTIL)).isTrue();
        assertThat(cache.isFirst("iss", "seen by a replica", UNTIL)).isFalse();
    }

    @Test
    void storeThatFailsWhileTheMemoryIsFullLetsNothingIn() {
        TokenReplayCache cache = fullOf((issuer, jti, expires) -> {
            throw new StoreUnavailableException("down");
        });

        assertThat(cache.isFirst("iss", "new", UNTIL)).isFalse();
        assertThat(cache.isFirst("other", "new", UNTIL)).isTrue();
    }

    private TokenReplayCache fullOf(@Nullable SeenTokens shared) {
        TokenReplayCache cache = new TokenReplayCache(
                new SetClock(), nanoTime::get, shared, OnStoreFailure.ACCEPT, 1000, new SimpleMeterRegistry());
        for (int token = 0; token < 1000; token++) {
            cache.isFirst("iss", String.valueOf(token), UNTIL);
        }
        return cache;
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
