package org.calcinosiscds.authoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileReadingsTests {
    private static final FileTime TICK = FileTime.fromMillis(1_000_000);

    @TempDir
    private Path folder;

    private final AtomicInteger parsed = new AtomicInteger();
    private final FileReadings<String> readings = new FileReadings<>((file, text) -> {
        parsed.incrementAndGet();
        return "read: " + text;
    });

    private Path file = Path.of("");

    @BeforeEach
    void writeFile() throws IOException {
        file = folder.resolve("file");
        write("one");
    }

    @Test
    void parsesATextOnce() throws IOException {
        for (int i = 0; i < 4; i++) {
            assertThat(readings.of(file)).isEqualTo("read: one");
        }
        assertThat(parsed).hasValue(1);
    }

    @Test
    void seesAChangeInTheSameTickOfTheClock() throws IOException {
        assertThat(readings.of(file)).isEqualTo("read: one");
        write("two");
        assertThat(readings.of(file)).isEqualTo("read: two");
    }

    @Test
    void seesALaterChangeOfAFileThatWasLeftAloneBefore() throws IOException {
        for (int i = 0; i < 3; i++) {
            readings.of(file);
        }
        Files.writeString(file, "two");
        assertThat(readings.of(file)).isEqualTo("read: two");
        write("three");
        assertThat(readings.of(file)).isEqualTo("read: three");
    }

    /** As if the clock stood still. */
    private void write(String text) throws IOException {
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, TICK);
    }
}
