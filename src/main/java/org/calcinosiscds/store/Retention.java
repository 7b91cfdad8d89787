package org.calcinosiscds.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes what has been kept long enough. */
public final class Retention implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Retention.class);
    private static final Duration BUDGET = Duration.ofSeconds(5);

    private final Store store;
    private final StoreSettings settings;
    private final Clock clock;
    private final ScheduledExecutorService schedule = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "store-purge");
        thread.setDaemon(true);
        return thread;
    });

    public Retention(Store store, StoreSettings settings, Clock clock) {
        this.store = store;
        this.settings = settings;
        this.clock = clock;
    }

    void start() {
        long millis = settings.purgeInterval().toMillis();
        ScheduledFuture<?> unused =
                schedule.scheduleWithFixedDelay(this::purgeQuietly, millis, millis, TimeUnit.MILLISECONDS);
    }

    /**
     * Deletes tokens that have expired, and cards and feedback that are older than the retention.
     *
     * @return how many feedback items were deleted
     * @throws StoreUnavailableException when the database did not do it
     */
    public int purge() {
        Instant now = clock.instant();
        long oldest = now.minus(settings.retention()).toEpochMilli();
        delete(
                "delete from jti_seen where (issuer, jti) in"
                        + " (select issuer, jti from jti_seen where expires < :before limit 2000)",
                now.toEpochMilli());
        delete("delete from card where uuid in (select uuid from card where issued < :before limit 2000)", oldest);
        int deleted = delete(
                "delete from feedback where (issuer, card, outcome, happened) in (select issuer, card, outcome, happened"
                        + " from feedback where received < :before limit 2000)",
                oldest);
        log.atInfo().addKeyValue("feedback", deleted).log("Purged the store.");
        return deleted;
    }

    /** Few rows at a time, so that other writers do not wait long. */
    private int delete(String sql, long before) {
        int all = 0;
        int deleted;
        do {
            deleted = store.write(
                    BUDGET, jdbc -> jdbc.sql(sql).param("before", before).update());
            all += deleted;
        } while (deleted > 0);
        return all;
    }

    private void purgeQuietly() {
        try {
            purge();
        } catch (StoreUnavailableException e) {
            log.atWarn().log("The store was not purged; it will be tried again.");
        }
    }

    @Override
    public void close() {
        schedule.shutdownNow();
    }
}
