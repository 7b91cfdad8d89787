package org.calcinosiscds.cdshooks;

import java.io.IOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.calcinosiscds.http.WarmUpCalls;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the services about synthetic patients, over and over, until the compilers of the JVM have little left to compile or the time for
 * it is over.
 */
final class WarmUp {
    private static final Logger log = LoggerFactory.getLogger(WarmUp.class);

    /** After which it is asked what was compiled meanwhile. */
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Of the time of one processor. */
    private static final double LITTLE = 0.15;

    /** Intervals in a row: in one the compilers may just have got no processor. */
    private static final int ENOUGH = 2;

    private static final int OK = 200;

    private final WarmUpCalls calls;
    private final WarmUpRequests requests;
    private final Duration budget;
    /** Null in a JVM without compilers. */
    private final @Nullable CompilationMXBean compilers = ManagementFactory.getCompilationMXBean();

    WarmUp(WarmUpCalls calls, WarmUpRequests requests, Duration budget) {
        this.calls = calls;
        this.requests = requests;
        this.budget = budget;
    }

    /** @param goesOn whether the service is not ending */
    void run(BooleanSupplier goesOn) throws IOException {
        long begin = System.nanoTime();
        long since = begin;
        long compiled = compileTime();
        int sent = 0;
        int refused = 0;
        int idle = 0;
        for (int round = 0;
                idle < ENOUGH && goesOn.getAsBoolean() && System.nanoTime() - begin < budget.toNanos();
                round++) {
            for (WarmUpRequests.Call call : requests.round(round)) {
                refused += calls.post(call.path(), call.body().getBytes(StandardCharsets.UTF_8)) == OK ? 0 : 1;
                sent++;
            }
            long interval = System.nanoTime() - since;
            if (interval >= INTERVAL_NANOS) {
                long now = compileTime();
                idle = now - compiled < LITTLE * interval ? idle + 1 : 0;
                compiled = now;
                since += interval;
            }
        }
        log.atInfo()
                .addKeyValue("calls", sent)
                .addKeyValue("refused", refused)
                .addKeyValue("millis", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin))
                .addKeyValue("warm", idle >= ENOUGH)
                .log("Warmed up.");
    }

    /** Of all compilers, in nanoseconds. */
    private long compileTime() {
        return compilers == null || !compilers.isCompilationTimeMonitoringSupported()
                ? 0
                : TimeUnit.MILLISECONDS.toNanos(compilers.getTotalCompilationTime());
    }
}
