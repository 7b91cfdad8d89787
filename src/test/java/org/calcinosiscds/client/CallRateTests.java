package org.calcinosiscds.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallRateTests {
    /** So that the clock runs over while the test does. */
    private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 5_000_000_000L);

    @Test
    void callsOfTenSecondsComeAtOnceAndThenAsManyAsTheRateHas() {
        CallRate rate = new CallRate(5, nanoTime::get);

        assertThat(taken(rate)).isEqualTo(50);
        assertThat(rate.take()).isEqualTo(Duration.ofMillis(200));

        for (int second = 0; second < 20; second++) {
            pass(Duration.ofSeconds(1));
            assertThat(taken(rate)).isEqualTo(5);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 10_000})
    void whoHasBeenQuietHasTenSecondsAgainAndNoMore(int perSecond) {
        CallRate rate = new CallRate(perSecond, nanoTime::get);
        taken(rate);

        pass(Duration.ofDays(3));

        assertThat(taken(rate)).isEqualTo(perSecond * 10);
    }

    @Test
    void whoWaitsAsLongAsToldIsTaken() {
        CallRate rate = new CallRate(3, nanoTime::get);
        taken(rate);

        Duration wait = rate.take();
        pass(wait.minusNanos(1));
        assertThat(rate.take()).isPositive();
        pass(Duration.ofNanos(1));
        assertThat(rate.take()).isZero();
    }

    private void pass(Duration time) {
        nanoTime.addAndGet(time.toNanos());
    }

    private static int taken(CallRate rate) {
        int taken = 0;
        while (rate.take().isZero()) {
            taken++;
        }
        return taken;
    }
}
