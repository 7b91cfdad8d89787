package org.calcinosiscds.store;

import static org.calcinosiscds.outcome.SettingRange.require;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where state is kept.
 *
 * @param url JDBC URL of SQLite or PostgreSQL, or {@code none} for no store: then there is no feedback and no snooze
 * @param username of PostgreSQL
 * @param password of PostgreSQL
 * @param maxWait how long a hook call waits for the store, for replay protection and for snoozes each
 * @param retention how long cards and feedback are kept; a snooze ends with the feedback it came from
 * @param purgeInterval how often what is older is deleted
 */
@ConfigurationProperties("calcinosis.store")
public record StoreSettings(
        @DefaultValue("jdbc:sqlite:data/calcinosis-cds.db") String url,
        @DefaultValue("") String username,
        @DefaultValue("") String password,
        @DefaultValue("50ms") Duration maxWait,
        @DefaultValue("400d") Duration retention,
        @DefaultValue("6h") Duration purgeInterval) {
    private static final Duration SHORTEST = Duration.ofSeconds(2);

    public StoreSettings {
        require(
                url.equals("none") || url.startsWith("jdbc:sqlite:") || url.startsWith("jdbc:postgresql:"),
                "calcinosis.store.url",
                "must begin with jdbc:sqlite: or jdbc:postgresql:, or be none");
        require(!maxWait.isNegative(), "calcinosis.store.max-wait", "must not be negative");
        require(retention.toDays() >= 1, "calcinosis.store.retention", "must be a day or more");
        require(purgeInterval.toSeconds() >= 1, "calcinosis.store.purge-interval", "must be a second or more");
    }

    /** The same for a file of SQLite. */
    StoreSettings at(Path file) {
        return new StoreSettings("jdbc:sqlite:" + file, "", "", maxWait, retention, purgeInterval);
    }

    /** Whether the database is a file that this service alone uses. */
    public boolean isFile() {
        return isEnabled() && dialect() == Dialect.SQLITE;
    }

    /** False when the service is to keep nothing. */
    public boolean isEnabled() {
        return !url.equals("none");
    }

    /** How long the database may take before a connection counts as broken: no shorter than the most patient caller waits. */
    Duration timeout() {
        return maxWait.compareTo(SHORTEST) > 0 ? maxWait : SHORTEST;
    }

    Dialect dialect() {
        return url.startsWith("jdbc:sqlite:") ? Dialect.SQLITE : Dialect.POSTGRESQL;
    }

    /** Without the password, so that it may end up in a log. */
    @Override
    public String toString() {
        return "StoreSettings";
    }
}
