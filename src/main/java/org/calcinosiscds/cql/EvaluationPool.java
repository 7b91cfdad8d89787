package org.calcinosiscds.cql;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.calcinosiscds.decision.OverloadedException;
import org.calcinosiscds.limit.Bulkhead;
import org.calcinosiscds.time.Deadline;

/**
 * Runs what authors evaluate on threads of its own, with a stack for deeply nested expressions, and without a queue: callers wait for a
 * free thread. A single operator of an expression cannot be interrupted, so a caller is refused when its time is over although the
 * thread stays taken.
 */
final class EvaluationPool implements EvaluationLimiter, AutoCloseable {
    private static final long STACK_BYTES = 16L * 1024 * 1024;

    private final Bulkhead free;
    private final ExecutorService threads;
    private final Duration maxWait;
    private final Duration maxTime;

    EvaluationPool(EvaluationSettings settings) {
        this.free = new Bulkhead(settings.effectiveThreads());
        this.maxWait = settings.maxWait();
        this.maxTime = settings.maxTime();
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(settings.effectiveThreads(), task -> {
            Thread thread = new Thread(null, task, "cql-author-" + number.incrementAndGet(), STACK_BYTES);
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public <T> T run(Function<Deadline, T> evaluation, Deadline deadline) {
        enter(deadline);
        Deadline end = deadline.orIn(maxTime);
        try {
            return threads.submit(() -> evaluate(evaluation, end))
                    .get(end.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw EvaluationPermits.refused(deadline);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OverloadedException();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("Evaluation failed: "
                    + Objects.requireNonNullElse(e.getCause(), e).getClass().getSimpleName());
        }
    }

    private void enter(Deadline deadline) {
        try {
            if (!free.enter(deadline.orIn(maxWait))) {
                throw EvaluationPermits.refused(deadline);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OverloadedException();
        }
    }

    private <T> T evaluate(Function<Deadline, T> evaluation, Deadline end) {
        try {
            return evaluation.apply(end);
        } catch (OutOfMemoryError e) {
            // A task keeps the error for its caller; the handler ends the process.
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
            throw e;
        } finally {
            free.leave();
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
