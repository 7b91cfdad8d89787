package org.calcinosiscds.store;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Runs statements on threads of its own, so that a caller waits no longer than its timeout, also when the database hangs.
 *
 * <p>After a failure it refuses work for a second, so that hook calls do not wait for a database that is down.
 */
final class DatabaseExecutor implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DatabaseExecutor.class);
    private static final int QUEUE = 64;
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final String name;
    private final HikariDataSource connections;
    private final ThreadPoolExecutor threads;
    private final AtomicLong pausedUntil = new AtomicLong(System.nanoTime());
    private volatile boolean failing;

    DatabaseExecutor(String name, HikariDataSource connections) {
        this.name = name;
        this.connections = connections;
        int size = connections.getMaximumPoolSize();
        // Platform threads: SQLite's native code would pin virtual ones.
        this.threads =
                new ThreadPoolExecutor(size, size, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(QUEUE), task -> {
                    Thread thread = new Thread(task, "store-" + name);
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** True from a failure until the next success. */
    boolean isFailing() {
        return failing;
    }

    /**
     * Does the work in one transaction and returns after the commit.
     *
     * @throws StoreUnavailableException when that failed or took too long
     */
    <T> T run(Duration within, Function<JdbcClient, T> work) {
        if (pausedUntil.get() - System.nanoTime() > 0) {
            throw new StoreUnavailableException("The store failed a moment ago.");
        }
        Future<T> result;
        try {
            result = threads.submit(() -> transaction(work));
        } catch (RejectedExecutionException e) {
            throw new StoreUnavailableException("Too many wait for the store.");
        }
        try {
            return result.get(within.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // Not interrupted: a driver that is in the middle of a write would break its connection.
            result.cancel(false);
            // The next caller may have a longer timeout, so there is no pause.
            throw new StoreUnavailableException("The store did not answer in time.");
        } catch (InterruptedException e) {
            result.cancel(false);
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("Interrupted while waiting for the store.");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StoreUnavailableException unavailable) {
                throw unavailable;
            }
            throw new IllegalStateException("Work on the store failed.", e.getCause());
        }
    }

    private <T> T transaction(Function<JdbcClient, T> work) {
        Connection connection;
        try {
            connection = connections.getConnection();
        } catch (SQLException e) {
            throw failed(e.getSQLState());
        }
        try (connection) {
            connection.setAutoCommit(false);
            T result = work.apply(JdbcClient.create(new SingleConnectionDataSource(connection, true)));
            connection.commit();
            failing = false;
            return result;
        } catch (SQLException e) {
            connections.evictConnection(connection);
            throw failed(e.getSQLState() + "/" + e.getErrorCode());
        } catch (DataAccessException e) {
            // Statements and connection are not used again: SQLite's stay broken after "disk full".
            connections.evictConnection(connection);
            throw failed(e.getClass().getSimpleName());
        }
    }

    private StoreUnavailableException failed(String code) {
        failing = true;
        pausedUntil.set(System.nanoTime() + PAUSE_NANOS);
        log.atWarn().addKeyValue("executor", name).addKeyValue("code", code).log("The store failed.");
        return new StoreUnavailableException("The store failed.");
    }

    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(5, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
        connections.close();
    }
}
