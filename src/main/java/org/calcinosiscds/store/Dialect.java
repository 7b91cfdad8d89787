package org.calcinosiscds.store;

import com.zaxxer.hikari.HikariConfig;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;

/** The two databases, as far as they differ: SQL they share is written once. */
enum Dialect {
    /** One process. WAL and FULL were measured to lose no acknowledged row on kill -9. */
    SQLITE(1),
    /** Any number of replicas. */
    POSTGRESQL(4);

    private final int writers;

    Dialect(int writers) {
        this.writers = writers;
    }

    /** Connections that write at the same time. */
    int writers() {
        return writers;
    }

    /** Connections that only read. In SQLite one that began as a writer would wait for other writers; a reader of a WAL never does. */
    void readOnly(HikariConfig config) {
        if (this == SQLITE) {
            config.addDataSourceProperty("transaction_mode", "DEFERRED");
            config.setConnectionInitSql("pragma query_only = true");
        } else {
            config.setReadOnly(true);
        }
    }

    /**
     * For every connection.
     *
     * @param timeout longest time that a connection or a statement may take
     */
    Properties properties(Duration timeout) {
        Properties properties = new Properties();
        properties.putAll(
                this == SQLITE
                        ? Map.of(
                                "journal_mode", "WAL",
                                "synchronous", "FULL",
                                "busy_timeout", "" + timeout.toMillis() / 2,
                                "foreign_keys", "true",
                                // A transaction that begins by reading could else fail when it comes to write.
                                "transaction_mode", "IMMEDIATE")
                        : Map.of(
                                "ApplicationName",
                                "calcinosis-cds",
                                "connectTimeout",
                                "" + timeout.toSeconds(),
                                // Later than the server's own limit, which leaves the connection whole.
                                "socketTimeout",
                                "" + (timeout.toSeconds() + 3),
                                "tcpKeepAlive",
                                "true",
                                "options",
                                "-c statement_timeout=%d -c lock_timeout=%d"
                                        .formatted(timeout.toMillis(), timeout.toMillis() * 3 / 4)));
        return properties;
    }

    /** Where the migrations of this database are, on the classpath. */
    String migrations() {
        return "classpath:db/migration/" + name().toLowerCase(java.util.Locale.ROOT);
    }
}
