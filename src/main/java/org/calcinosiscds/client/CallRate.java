package org.calcinosiscds.client;

import java.time.Duration;
import java.util.function.LongSupplier;

/** How often a client may call: so many times a second on the long run, and those of ten seconds at once. */
final class CallRate {
    private static final int SECONDS_AT_ONCE = 10;

    private final long interval;
    private final long burst;
    private final LongSupplier nanoTime;

    /** When the calls so far would have ended if they had come evenly. */
    private long used;

    CallRate(int perSecond, LongSupplier nanoTime) {
        this.interval = Duration.ofSeconds(1).toNanos() / perSecond;
        this.burst = interval * perSecond * SECONDS_AT_ONCE;
        this.nanoTime = nanoTime;
        this.used = nanoTime.getAsLong();
    }

    /** Counts a call and answers zero, or how long to wait for one to be taken. */
    synchronized Duration take() {
        long now = nanoTime.getAsLong();
        long from = used - now > 0 ? used : now;
        long tooEarly = from + interval - burst - now;
        if (tooEarly > 0) {
            return Duration.ofNanos(tooEarly);
        }
        used = from + interval;
        return Duration.ZERO;
    }
}
