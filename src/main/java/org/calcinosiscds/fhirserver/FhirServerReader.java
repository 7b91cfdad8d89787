package org.calcinosiscds.fhirserver;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.calcinosiscds.client.FhirServer;
import org.calcinosiscds.outbound.NoAnswerException.Problem;
import org.calcinosiscds.time.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Asks a FHIR server several things at once, within one deadline.
 *
 * <p>The threads are its own: a call waits no longer than its deadline whatever a server does to the thread that talks to it. One slow
 * server has a limited number of them, so that it cannot hold up the clients of others.
 */
public final class FhirServerReader implements AutoCloseable {
    private static final int THREADS = 64;

    private final FetchSettings settings;
    private final PageReader pages;
    private final ConcurrentMap<String, Semaphore> permits = new ConcurrentHashMap<>();
    private final ExecutorService threads;

    FhirServerReader(FetchSettings settings, PageReader pages) {
        this.settings = settings;
        this.pages = pages;
        AtomicInteger number = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(0, THREADS, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread thread = new Thread(task, "fhir-server-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Fetches the answers to all queries.
     *
     * @param token null for servers that ask for none
     * @param wanted by key
     * @return what became of each, by the same keys
     */
    public Map<String, Fetched> fetch(
            FhirServer server, @Nullable AccessToken token, Map<String, Wanted> wanted, Deadline deadline) {
        ConcurrentMap<String, Fetched> done = new ConcurrentHashMap<>();
        Queue<Map.Entry<String, Wanted>> waiting = new ConcurrentLinkedQueue<>(wanted.entrySet());
        Runnable work = () -> {
            for (var next = waiting.poll(); next != null; next = waiting.poll()) {
                done.put(next.getKey(), one(server, token, next.getValue(), deadline));
            }
        };
        start(work, Math.min(settings.parallel(), wanted.size())).forEach(future -> await(future, deadline));
        Problem otherwise = deadline.isPast() ? Problem.TIMEOUT : Problem.BUSY;
        Map<String, Fetched> all = new LinkedHashMap<>();
        wanted.keySet().forEach(key -> all.put(key, done.getOrDefault(key, new Fetched.Failed(otherwise, false))));
        return all;
    }

    private List<Future<?>> start(Runnable work, int times) {
        List<Future<?>> started = new ArrayList<>();
        try {
            for (int i = 0; i < times; i++) {
                started.add(threads.submit(work));
            }
        } catch (RejectedExecutionException e) {
            // All threads are taken: those that were started do the work of all, or nobody does.
        }
        return started;
    }

    private Fetched one(FhirServer server, @Nullable AccessToken token, Wanted wanted, Deadline deadline) {
        Semaphore permit =
                permits.computeIfAbsent(server.base().origin(), origin -> new Semaphore(settings.perServer()));
        try {
            if (!permit.tryAcquire(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
                return new Fetched.Failed(Problem.BUSY, false);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Fetched.Failed(Problem.BUSY, false);
        }
        try {
            return pages.read(server, token, wanted, deadline);
        } finally {
            permit.release();
        }
    }

    private static void await(Future<?> work, Deadline deadline) {
        try {
            work.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            work.cancel(true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("Fetching failed.");
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
