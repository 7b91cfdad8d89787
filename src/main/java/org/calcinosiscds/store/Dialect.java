package org.calcinosiscds.store;

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

    /** For every connection. */
    Properties properties() {
        Properties properties = new Properties();
        properties.putAll(
                this == SQLITE
                        ? Map.of(
                                "journal_mode", "WAL",
                                "synchronous", "FULL",
                                "busy_timeout", "1000",
                                "foreign_keys", "true",
                                // A transaction that begins by reading could else fail when it comes to write.
                                "transaction_mode", "IMMEDIATE")
                        // Nothing waits for the server longer than a caller of ours would.
                        : Map.of(
                                "ApplicationName", "calcinosis-cds",
                                "connectTimeout", "2",
                                "socketTimeout", "5",
                                "tcpKeepAlive", "true",
                                "options", "-c statement_timeout=2000 -c lock_timeout=1500"));
        return properties;
    }

    /** Where the migrations of this database are, on the classpath. */
    String migrations() {
        return "classpath:db/migration/" + name().toLowerCase(java.util.Locale.ROOT);
    }
}
