package org.calcinosiscds.fhirclient;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Phaser;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.calcinosiscds.outbound.RemoteCallException.Problem;
import org.calcinosiscds.time.Deadline;
import org.jspecify.annotations.Nullable;

/** The queries of one call, done by as many threads as have a place at the server's bulkhead. */
final class QueryBatch {
    private final ServerBulkhead bulkhead;
    private final String client;
    private final Map<String, Query> queries;
    private final Function<Query, QueryResult> query;
    private final Queue<Map.Entry<String, Query>> waiting;
    private final ConcurrentMap<String, QueryResult> done = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    private final Phaser workers = new Phaser(1);

    QueryBatch(ServerBulkhead bulkhead, String client, Map<String, Query> queries, Function<Query, QueryResult> query) {
        this.bulkhead = bulkhead;
        this.client = client;
        this.queries = queries;
        this.query = query;
        this.waiting = new ConcurrentLinkedQueue<>(queries.entrySet());
    }

    /** One more thread works, whose place at the bulkhead is taken already and is left in the end, whatever happens. */
    void work(Executor threads) {
        workers.register();
        try {
            threads.execute(this::workAndLeave);
        } catch (RejectedExecutionException e) {
            // The service ends: those that were started do the work of all, or nobody does.
            leave();
        }
    }

    private void workAndLeave() {
        try {
            for (var next = waiting.poll(); next != null; next = waiting.poll()) {
                done.put(next.getKey(), query.apply(next.getValue()));
            }
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
        } finally {
            leave();
        }
    }

    private void leave() {
        bulkhead.leave(client);
        workers.arriveAndDeregister();
    }

    /** What became of each query by the deadline, by its key. */
    Map<String, QueryResult> await(Deadline deadline) {
        try {
            workers.awaitAdvanceInterruptibly(
                    workers.arriveAndDeregister(), deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // Each query ends at the deadline by itself; what has not begun need not.
            waiting.clear();
        } catch (InterruptedException e) {
            waiting.clear();
            Thread.currentThread().interrupt();
        }
        RuntimeException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
        Problem otherwise = deadline.isPast() ? Problem.TIMEOUT : Problem.BUSY;
        Map<String, QueryResult> all = new LinkedHashMap<>();
        queries.keySet().forEach(key -> all.put(key, done.getOrDefault(key, new QueryResult.Failed(otherwise, false))));
        return all;
    }
}
