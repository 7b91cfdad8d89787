package org.calcinosiscds.cql;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.calcinosiscds.decision.DeadlineExceededException;
import org.calcinosiscds.decision.OverloadedException;
import org.calcinosiscds.limit.Bulkhead;
import org.calcinosiscds.time.Deadline;

/**
 * A fixed number of platform threads for CQL without a queue: callers wait for a free thread. CQL
 * cannot be interrupted, so the bound is what keeps a heavy record from taking the machine.
 */
final class EvaluationPool implements AutoCloseable {
    private static final long STACK_BYTES = 16L * 1024 * 1024;

    private final Map<Thread, Long> running = new ConcurrentHashMap<>();
    private final Bulkhead free;
    private final ExecutorService threads;
    private final Duration maxWait;
    private final long maxTimeNanos;

    /** @param name of the threads, before their number */
    EvaluationPool(EvaluationSettings settings, String name) {
        this.free = new Bulkhead(settings.effectiveThreads());
        this.maxWait = settings.maxWait();
        this.maxTimeNanos = settings.maxTime().toNanos();
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(settings.effectiveThreads(), task -> {
            Thread thread = new Thread(null, task, name + "-" + number.incrementAndGet(), STACK_BYTES);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** How long the oldest running evaluation has been running; zero when none runs. */
    Duration longestRunning() {
        long now = System.nanoTime();
        return Duration.ofNanos(
                running.values().stream().mapToLong(since -> now - since).max().orElse(0));
    }

    /**
     * What the evaluation answers.
     *
     * @param deadline until which the caller waits, if {@link EvaluationSettings} does not end that sooner
     * @throws OverloadedException when no thread became free, or the evaluation did not end, in the time of the settings
     * @throws DeadlineExceededException when the deadline came first
     */
    <T> T run(Callable<T> evaluation, Deadline deadline) {
        try {
            enter(deadline);
            return threads.submit(() -> {
                        running.put(Thread.currentThread(), System.nanoTime());
                        try {
                            return evaluation.call();
                        } catch (OutOfMemoryError e) {
                            // A task keeps the error for its caller; the handler ends the process.
                            Thread thread = Thread.currentThread();
                            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
                            throw e;
                        } finally {
                            running.remove(Thread.currentThread());
                            free.leave();
                        }
                    })
                    .get(Math.min(maxTimeNanos, deadline.remaining().toNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw refused(deadline);
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

    private void enter(Deadline deadline) throws InterruptedException {
        if (!free.enter(deadline.orIn(maxWait))) {
            throw refused(deadline);
        }
        if (deadline.isPast()) {
            // The caller no longer waits for the answer, and another caller needs the thread.
            free.leave();
            throw new DeadlineExceededException();
        }
    }

    private static RuntimeException refused(Deadline deadline) {
        return deadline.isPast() ? new DeadlineExceededException() : new OverloadedException();
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
