package org.calcinosiscds.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;

/** The databases that every test of the store runs on. Both are real. */
public enum TestDatabase {
    SQLITE {
        @Override
        public String freshUrl() {
            return "jdbc:sqlite:" + Path.of("target", "stores", UUID.randomUUID() + ".db");
        }
    },
    POSTGRESQL {
        @Override
        public String freshUrl() {
            String name = "test_" + UUID.randomUUID().toString().replace("-", "");
            try (Connection connection = Server.RUNNING.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("create database " + name);
            } catch (SQLException e) {
                throw new IllegalStateException("No database of its own for this test.", e);
            }
            return Server.RUNNING.getJdbcUrl("postgres", name);
        }
    };

    /** URL of a database that nobody has used. */
    public abstract String freshUrl();

    /** Settings of a database that nobody has used. */
    public StoreSettings fresh() {
        return settings(freshUrl());
    }

    public static StoreSettings settings(String url) {
        return new StoreSettings(url, "", "", Duration.ofSeconds(20), Duration.ofDays(400), Duration.ofHours(6));
    }

    /** One server for all tests of this JVM, started by the first that needs it. */
    private static final class Server {
        static final EmbeddedPostgres RUNNING = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
