package org.calcinosiscds.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Brings the schema to what this release needs. */
final class Migrations {
    private static final String SQLITE = "jdbc:sqlite:";

    private Migrations() {}

    static void run(StoreSettings settings) {
        if (settings.dialect() == Dialect.SQLITE) {
            makeFile(settings.url());
        }
        // Connections of its own: Flyway needs two, and SQLite's pool has one.
        DriverManagerDataSource connections = new DriverManagerDataSource(settings.url());
        connections.setConnectionProperties(settings.dialect().properties(settings.patience()));
        connections.setUsername(settings.username());
        connections.setPassword(settings.password());
        Flyway.configure()
                .dataSource(connections)
                .locations(settings.dialect().migrations())
                .load()
                .migrate();
    }

    /** Readable by the owner alone; SQLite gives its other files the same permissions. */
    private static void makeFile(String url) {
        String name = url.substring(SQLITE.length()).replaceFirst("^file:", "").replaceFirst("\\?.*$", "");
        Path file = Path.of(name).toAbsolutePath();
        try {
            Path folder = file.getParent();
            if (folder != null && !Files.exists(folder)) {
                Files.createDirectories(folder, only("rwx------"));
            }
            Files.createFile(file, only("rw-------"));
        } catch (FileAlreadyExistsException e) {
            // Of an earlier start.
        } catch (IOException e) {
            throw new UncheckedIOException("The store's file cannot be made.", e);
        }
    }

    private static FileAttribute<?>[] only(String permissions) {
        boolean isPosix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return isPosix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
