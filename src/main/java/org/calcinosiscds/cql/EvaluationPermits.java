package org.calcinosiscds.cql;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.calcinosiscds.decision.DeadlineExceededException;
import org.calcinosiscds.decision.OverloadedException;
import org.calcinosiscds.limit.Bulkhead;
import org.calcinosiscds.time.Deadline;

/** Runs evaluations on the threads of their callers. A caller waits while as many as permitted are running. */
final class EvaluationPermits implements EvaluationLimiter {
    private final Map<Thread, Long> running = new ConcurrentHashMap<>();
    private final Bulkhead permits;
    private final Duration maxWait;
    private final Duration maxTime;

    EvaluationPermits(EvaluationSettings settings) {
        this.permits = new Bulkhead(settings.effectiveThreads());
        this.maxWait = settings.maxWait();
        this.maxTime = settings.maxTime();
    }

    /** How long the oldest running evaluation has been running; zero when none runs. */
    Duration longestRunning() {
        long now = System.nanoTime();
        return Duration.ofNanos(
                running.values().stream().mapToLong(since -> now - since).max().orElse(0));
    }

    @Override
    public <T> T run(Function<Deadline, T> evaluation, Deadline deadline) {
        enter(permits, maxWait, deadline);
        Thread thread = Thread.currentThread();
        running.put(thread, System.nanoTime());
        try {
            return evaluation.apply(deadline.orIn(maxTime));
        } catch (DeadlineExceededException e) {
            throw refused(deadline);
        } finally {
            running.remove(thread);
            permits.leave();
        }
    }

    /** Returns with a permit, which its holder must give back. */
    static void enter(Bulkhead permits, Duration maxWait, Deadline deadline) {
        try {
            if (!permits.enter(deadline.orIn(maxWait))) {
                throw refused(deadline);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OverloadedException();
        }
        if (deadline.isPast()) {
            // The caller no longer waits for the answer, and another caller needs the permit.
            permits.leave();
            throw new DeadlineExceededException();
        }
    }

    static RuntimeException refused(Deadline deadline) {
        return deadline.isPast() ? new DeadlineExceededException() : new OverloadedException();
    }
}
