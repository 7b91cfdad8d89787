package org.calcinosiscds.client;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** Fetches keys in the background: at the start, when they are due, and again after a failure. */
final class KeyRefresh implements AutoCloseable {
    private static final int AT_ONCE = 4;
    private static final long TICK_SECONDS = 1;
    private static final ThreadFactory THREADS = task -> {
        Thread thread = new Thread(task, "client-keys");
        thread.setDaemon(true);
        return thread;
    };

    private final ExecutorService fetching = Executors.newFixedThreadPool(AT_ONCE, THREADS);
    private final ScheduledExecutorService ticking = Executors.newSingleThreadScheduledExecutor(THREADS);

    Executor executor() {
        return fetching;
    }

    void start(List<RemoteJwkSet> published) {
        List<RemoteJwkSet> all = List.copyOf(published);
        if (!all.isEmpty()) {
            ScheduledFuture<?> unused = ticking.scheduleWithFixedDelay(
                    () -> all.forEach(RemoteJwkSet::refreshIfDue), 0, TICK_SECONDS, TimeUnit.SECONDS);
        }
    }

    @Override
    public void close() {
        ticking.shutdownNow();
        fetching.shutdownNow();
    }
}
