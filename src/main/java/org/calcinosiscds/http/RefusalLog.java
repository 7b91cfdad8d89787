package org.calcinosiscds.http;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Reports requests that were answered 503 for lack of capacity or time: at most one line a second, with the number of requests since
 * the line before. Under overload a line for each of them would be work that the service has no capacity for.
 */
@Component
public final class RefusalLog {
    private static final Logger log = LoggerFactory.getLogger(RefusalLog.class);
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier nanoTime;
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong nextLine;

    public RefusalLog() {
        this(System::nanoTime);
    }

    /** @param nanoTime {@link System#nanoTime()} */
    RefusalLog(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.nextLine = new AtomicLong(nanoTime.getAsLong());
    }

    public void refused() {
        refused.incrementAndGet();
        long now = nanoTime.getAsLong();
        long due = nextLine.get();
        if (now - due >= 0 && nextLine.compareAndSet(due, now + INTERVAL_NANOS)) {
            log.atWarn()
                    .addKeyValue("requests", refused.getAndSet(0))
                    .log("Refused requests for lack of capacity or time.");
        }
    }
}
