package org.calcinosiscds.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.calcinosiscds.time.Retry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The database of this installation.
 *
 * <p>Decisions do not depend on it: the service starts, answers hooks and is ready without it, and finds it again by itself.
 */
public final class Store implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Store.class);
    private static final int READERS = 4;
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final StoreSettings settings;
    private final boolean isScratch;
    private final DatabaseExecutor reads;
    private final DatabaseExecutor writes;
    private final Thread opener = new Thread(this::keepTrying, "store-open");
    private volatile boolean open;
    private volatile String reported = "";

    /** Does not touch the database yet. */
    public Store(StoreSettings settings) {
        this(settings, false);
    }

    private Store(StoreSettings settings, boolean isScratch) {
        this.settings = settings;
        this.isScratch = isScratch;
        this.reads = new DatabaseExecutor("read", connections("read", READERS, settings.dialect()::readOnly));
        this.writes = new DatabaseExecutor(
                "write", connections("write", settings.dialect().writers(), config -> {}));
    }

    /** A database in a new file, for data that is not kept. The caller deletes the file after closing it. */
    public static Store scratch(Path file, StoreSettings settings) {
        return new Store(settings.at(file), true).open();
    }

    /**
     * Makes or updates the schema; when the database is not there, goes on trying in the background.
     *
     * @throws org.calcinosiscds.startup.StartRefusedException when the file of SQLite cannot be made
     */
    public Store open() {
        Migrations.makeFile(settings);
        if (!tryToOpen()) {
            opener.setDaemon(true);
            opener.start();
        }
        return this;
    }

    private void keepTrying() {
        try {
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
            new Retry(PAUSE, PAUSE).untilTrue(this::tryToOpen);
        } catch (InterruptedException e) {
            // The service ends.
        }
    }

    private boolean tryToOpen() {
        try {
            Migrations.run(settings);
            open = true;
            if (!isScratch) {
                log.atInfo().addKeyValue("dialect", settings.dialect()).log("Opened the store.");
            }
        } catch (RuntimeException e) {
            if (!isScratch) {
                report(reason(e));
            }
        }
        return open;
    }

    /** Once for each reason: it is tried every other second. */
    private void report(String reason) {
        if (!reason.equals(reported)) {
            reported = reason;
            log.atWarn()
                    .addKeyValue("dialect", settings.dialect())
                    .addKeyValue("reason", reason)
                    .log("The store of calcinosis.store.url cannot be opened: no feedback, no snooze until it can.");
        }
    }

    /** Without messages: those of drivers name hosts and users. */
    private static String reason(Throwable e) {
        Throwable deepest = e;
        String state = "";
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
            if (deepest instanceof SQLException sql && sql.getSQLState() != null) {
                state = " " + sql.getSQLState();
            }
        }
        return deepest.getClass().getSimpleName() + state;
    }

    public boolean isOpen() {
        return open;
    }

    /**
     * Reads in one transaction.
     *
     * @throws StoreUnavailableException when there was no answer within that time
     */
    public <T> T read(Duration within, Function<JdbcClient, T> work) {
        return opened(reads).run(within, work);
    }

    /**
     * Writes in one transaction and returns after the commit, which is durable.
     *
     * @throws StoreUnavailableException when there was no commit within that time; it may still come
     */
    public <T> T write(Duration within, Function<JdbcClient, T> work) {
        return opened(writes).run(within, work);
    }

    /** True when it was opened and neither reading nor writing failed last. */
    public boolean isHealthy() {
        return open && !reads.isFailing() && !writes.isFailing();
    }

    private DatabaseExecutor opened(DatabaseExecutor executor) {
        if (!open) {
            throw new StoreUnavailableException("The store is not open.");
        }
        return executor;
    }

    private HikariDataSource connections(String name, int size, Consumer<HikariConfig> more) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("store-" + name);
        config.setJdbcUrl(settings.url());
        config.setDataSourceProperties(settings.dialect().properties(settings.timeout()));
        if (!settings.username().isEmpty()) {
            config.setUsername(settings.username());
            config.setPassword(settings.password());
        }
        config.setMaximumPoolSize(size);
        // A connection made while a clinician waits would take most of the time there is.
        config.setMinimumIdle(1);
        config.setConnectionTimeout(settings.timeout().toMillis() * 3 / 4);
        config.setInitializationFailTimeout(-1);
        more.accept(config);
        return new HikariDataSource(config);
    }

    @Override
    public void close() {
        opener.interrupt();
        reads.close();
        writes.close();
    }
}
