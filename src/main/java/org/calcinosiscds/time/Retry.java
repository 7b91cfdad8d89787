package org.calcinosiscds.time;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Repeats what must succeed at last, after pauses that double from failure to failure. For one thread at a time. */
public final class Retry {
    private static final int MAX_DOUBLINGS = 30;

    private final Duration first;
    private final Duration maxPause;
    private int failures;

    /**
     * @param first pause after a failure
     * @param maxPause pause, however many failures there were
     */
    public Retry(Duration first, Duration maxPause) {
        this.first = first;
        this.maxPause = maxPause;
    }

    /**
     * Attempts until one returns true.
     *
     * @throws InterruptedException in a pause
     */
    public void untilTrue(BooleanSupplier attempt) throws InterruptedException {
        while (!attempt.getAsBoolean()) {
            TimeUnit.NANOSECONDS.sleep(failed().toNanos());
        }
        succeeded();
    }

    /** Notes a failure and returns the pause before the next attempt. */
    public Duration failed() {
        Duration pause = first.multipliedBy(1L << Math.min(failures++, MAX_DOUBLINGS));
        return pause.compareTo(maxPause) < 0 ? pause : maxPause;
    }

    /** The pause after the next failure is the first one again. */
    public void succeeded() {
        failures = 0;
    }
}
