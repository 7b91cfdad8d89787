package org.calcinosiscds.cql;

import java.time.Duration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Down while an evaluation runs for too long: CQL cannot be interrupted, so its thread is lost until it ends. */
final class EvaluationHealth implements HealthIndicator {
    private final EvaluationPool pool;
    private final Duration most;

    EvaluationHealth(EvaluationPool pool, Duration most) {
        this.pool = pool;
        this.most = most;
    }

    @Override
    public Health health() {
        return pool.longest().compareTo(most) < 0
                ? Health.up().build()
                : Health.down().build();
    }
}
