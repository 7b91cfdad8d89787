package org.calcinosiscds.population;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkLinesTests {
    @TempDir
    Path folder;

    /** Wherever a file is divided, each line is in one part. */
    @ParameterizedTest
    @ValueSource(strings = {"a\nbb\n\nccc", "a\nbb\n\nccc\n", "\n\n", "a", "", "\na\n", "a\r\nb\r\n"})
    void everyLineIsReadOnce(String text) throws IOException {
        InputFile file = file(text);
        List<String> whole = lines(new Chunk(file, 0, 0, file.bytes()));
        for (long first = 0; first <= file.bytes(); first++) {
            for (long second = first; second <= file.bytes(); second++) {
                List<String> parts = new ArrayList<>(lines(new Chunk(file, 0, 0, first)));
                parts.addAll(lines(new Chunk(file, 1, first, second)));
                parts.addAll(lines(new Chunk(file, 2, second, file.bytes())));
                assertThat(parts).as(first + " " + second).isEqualTo(whole);
            }
        }
        assertThat(String.join("\n", whole))
                .isEqualTo(text.endsWith("\n") ? text.substring(0, text.length() - 1) : text);
    }

    @Test
    void documentIsReadWhole() throws IOException {
        InputFile file = file("{\n}\n");

        assertThat(lines(new Chunk(new InputFile(0, file.path(), 4, false, true, false), 0, 0, Long.MAX_VALUE)))
                .containsExactly("{\n}\n");
    }

    private InputFile file(String text) throws IOException {
        Path path = folder.resolve("file");
        Files.writeString(path, text);
        return new InputFile(0, path.toString(), text.length(), false, false, false);
    }

    private static List<String> lines(Chunk chunk) throws IOException {
        List<String> read = new ArrayList<>();
        if (chunk.start() == chunk.end()) {
            return read;
        }
        try (ChunkLines lines = new ChunkLines(chunk)) {
            for (byte[] line = lines.next(); line != null; line = lines.next()) {
                read.add(new String(line, StandardCharsets.UTF_8));
            }
        }
        return read;
    }
}
