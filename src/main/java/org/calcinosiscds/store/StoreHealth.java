package org.calcinosiscds.store;

import java.time.Duration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Whether feedback can be kept. Not part of readiness: hooks are answered without the store. */
final class StoreHealth implements HealthIndicator {
    private static final Duration BUDGET = Duration.ofSeconds(1);

    private final Store store;

    StoreHealth(Store store) {
        this.store = store;
    }

    @Override
    public Health health() {
        if (store.isHealthy()) {
            return isWorking(false) ? Health.up().build() : Health.down().build();
        }
        // Whether a full disk has room again is known by writing only.
        return store.isOpen() && isWorking(true)
                ? Health.up().build()
                : Health.down().build();
    }

    private boolean isWorking(boolean writing) {
        try {
            store.read(
                    BUDGET,
                    jdbc -> jdbc.sql("select count(*) from heartbeat")
                            .query(Long.class)
                            .single());
            if (writing) {
                store.write(
                        BUDGET,
                        jdbc -> jdbc.sql("update heartbeat set beats = beats + 1")
                                .update());
            }
            return true;
        } catch (StoreUnavailableException e) {
            return false;
        }
    }
}
