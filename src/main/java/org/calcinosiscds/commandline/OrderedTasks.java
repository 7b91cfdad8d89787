package org.calcinosiscds.commandline;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Runs tasks on all processors and gives their results in the order of the tasks. Used by one thread. */
final class OrderedTasks<T> implements AutoCloseable {
    /** Enough that a long task does not stop the others; each holds the record of a patient. */
    private static final int UNFINISHED_OF_PROCESSOR = 8;

    private final int maxUnfinished;
    private final ExecutorService threads;
    private final Deque<Future<T>> unfinished = new ArrayDeque<>();
    private final Consumer<T> results;

    OrderedTasks(Consumer<T> results) {
        int processors = Runtime.getRuntime().availableProcessors();
        this.maxUnfinished = UNFINISHED_OF_PROCESSOR * processors;
        this.threads = Executors.newFixedThreadPool(processors);
        this.results = results;
    }

    /** Adds a task, and waits for the first when there are many. */
    void add(Callable<T> task) {
        unfinished.add(threads.submit(task));
        if (unfinished.size() > maxUnfinished) {
            takeFirst();
        }
    }

    /** Waits for all. */
    void end() {
        while (!unfinished.isEmpty()) {
            takeFirst();
        }
    }

    private void takeFirst() {
        try {
            results.accept(unfinished.remove().get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
