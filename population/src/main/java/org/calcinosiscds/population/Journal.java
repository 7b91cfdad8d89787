package org.calcinosiscds.population;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of a run is done, a line of JSON for each step, on the disk before the next step begins. The first line says what the run is
 * made of; a run that is resumed must be made of the same.
 */
final class Journal {
    static final String NAME = "journal.ndjson";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final List<JsonNode> lines;

    private Journal(Path file, List<JsonNode> lines) {
        this.file = file;
        this.lines = lines;
    }

    /** The journal of a folder, as far as it was written. */
    static Journal of(Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        List<JsonNode> lines = new ArrayList<>();
        if (Files.exists(file)) {
            StringBuilder whole = new StringBuilder();
            for (String line : Files.readAllLines(file)) {
                try {
                    lines.add(JSON.readTree(line));
                    whole.append(line).append('\n');
                } catch (JsonProcessingException e) {
                    // The last line, which was cut off: its step is done again.
                    break;
                }
            }
            Files.writeString(file, whole);
        }
        return new Journal(file, lines);
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    /** What the run is made of. */
    JsonNode identity() {
        return lines.get(0);
    }

    /** The line of a step; null when it was not done. @param number of the step among those of its name */
    @Nullable
    JsonNode step(String name, int number) {
        return lines.stream()
                .skip(1)
                .filter(line -> line.path("step").asText().equals(name)
                        && line.path("number").asInt() == number)
                .reduce((earlier, later) -> later)
                .orElse(null);
    }

    /** Writes the line of a step that is done. */
    void done(String name, int number, JsonNode result) throws IOException {
        ObjectNode line = JSON.createObjectNode().put("step", name).put("number", number);
        line.set("result", result);
        add(line);
    }

    void add(JsonNode line) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        lines.add(line);
    }
}
