package org.calcinosiscds.wiring;

import java.time.Duration;
import java.util.function.Supplier;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Down while an evaluation runs for too long: a single operator of CQL cannot be interrupted, so its thread is lost until it ends. */
public final class EvaluationHealth implements HealthIndicator {
    private final Supplier<Duration> runningTime;
    private final Duration max;

    /**
     * @param runningTime how long the oldest evaluation that has not ended has been running
     * @param max from which on it runs for too long
     */
    public EvaluationHealth(Supplier<Duration> runningTime, Duration max) {
        this.runningTime = runningTime;
        this.max = max;
    }

    @Override
    public Health health() {
        return runningTime.get().compareTo(max) < 0
                ? Health.up().build()
                : Health.down().build();
    }
}
