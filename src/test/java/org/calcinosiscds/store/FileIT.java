package org.calcinosiscds.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileIT {
    @Test
    void filesOfTheStoreAreTheirOwnersAlone(@TempDir Path folder) throws IOException {
        Path data = folder.resolve("a/b");
        try (Store store = new Store(TestDatabase.settings("jdbc:sqlite:" + data.resolve("store.db"))).open()) {
            new StoredTokens(store, java.time.Duration.ofSeconds(20))
                    .isNew("https://a.example.org", "1", java.time.Instant.EPOCH);

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                    .isEqualTo("rwx------");
            try (Stream<Path> files = Files.list(data)) {
                assertThat(files)
                        .isNotEmpty()
                        .allSatisfy(
                                file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                                        .isEqualTo("rw-------"));
            }
        }
    }
}
