package org.calcinosiscds.cql;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.calcinosiscds.decision.DeadlineExceededException;
import org.calcinosiscds.decision.OverloadedException;
import org.calcinosiscds.limit.FairSemaphore;
import org.calcinosiscds.time.Deadline;

/**
 * Runs evaluations on the threads of their callers. A caller that has a permit already, as a hook call has, evaluates at once; any other
 * waits for one.
 */
final class EvaluationPermits implements EvaluationLimiter {
    /** What waits without being part of a hook call gets its turn in the rotation of clients as one of them. */
    private static final String OPERATIONS = "FHIR operations";

    private final Map<Thread, Long> running = new ConcurrentHashMap<>();
    private final FairSemaphore permits;
    private final Duration maxWait;
    private final Duration maxTime;

    EvaluationPermits(EvaluationSettings settings, FairSemaphore permits) {
        this.permits = permits;
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
        if (permits.isHeld()) {
            return evaluate(evaluation, deadline);
        }
        acquire(deadline);
        try {
            return evaluate(evaluation, deadline);
        } finally {
            permits.release();
        }
    }

    private <T> T evaluate(Function<Deadline, T> evaluation, Deadline deadline) {
        if (deadline.isPast()) {
            // The caller no longer waits for the answer, and another caller needs the permit.
            throw new DeadlineExceededException();
        }
        Thread thread = Thread.currentThread();
        running.put(thread, System.nanoTime());
        try {
            return evaluation.apply(deadline.orIn(maxTime));
        } catch (DeadlineExceededException e) {
            throw refused(deadline);
        } finally {
            running.remove(thread);
        }
    }

    private void acquire(Deadline deadline) {
        try {
            if (!permits.acquire(OPERATIONS, deadline.orIn(maxWait))) {
                throw refused(deadline);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OverloadedException();
        }
    }

    static RuntimeException refused(Deadline deadline) {
        return deadline.isPast() ? new DeadlineExceededException() : new OverloadedException();
    }
}
