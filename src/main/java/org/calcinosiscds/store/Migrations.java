package org.calcinosiscds.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import org.calcinosiscds.startup.StartRefusedException;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Brings the schema to what this release needs. */
final class Migrations {
    private static final String SQLITE = "jdbc:sqlite:";

    private Migrations() {}

    static void run(StoreSettings settings) {
        makeFile(settings);
        // Connections of its own: Flyway needs two, and SQLite's pool has one.
        DriverManagerDataSource connections = new DriverManagerDataSource(settings.url());
        connections.setConnectionProperties(settings.dialect().properties(settings.timeout()));
        connections.setUsername(settings.username());
        connections.setPassword(settings.password());
        Flyway.configure()
                .dataSource(connections)
                .locations(settings.dialect().migrations())
                .load()
                .migrate();
    }

    /**
     * Makes the file of SQLite if it is not there, readable by the owner alone; SQLite gives its other files the same permissions.
     *
     * @throws StartRefusedException when no database can be opened at that address
     */
    static void makeFile(StoreSettings settings) {
        if (settings.dialect() != Dialect.SQLITE) {
            return;
        }
        String name = settings.url()
                .substring(SQLITE.length())
                .replaceFirst("^file:", "")
                .replaceFirst("\\?.*$", "");
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
            throw new StartRefusedException(
                    "Setting calcinosis.store.url: the file " + file + " cannot be made ("
                            + e.getClass().getSimpleName() + ").",
                    "Choose a folder that the service may write to, or the URL none to work without a store.",
                    e);
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
