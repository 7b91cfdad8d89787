package org.calcinosiscds.authoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;

/** What files say, where path and text alone decide that: a file whose text has not changed is not parsed again. */
final class FileReadings<R> {
    private final BiFunction<Path, String, R> parser;
    private final Map<Path, Reading<R>> readings = new HashMap<>();

    private record Reading<R>(String text, R result) {}

    /** @param parser of a file and its text */
    FileReadings(BiFunction<Path, String, R> parser) {
        this.parser = parser;
    }

    R of(Path file) throws IOException {
        String text = Files.readString(file);
        Reading<R> reading = readings.get(file);
        if (reading == null || !reading.text().equals(text)) {
            reading = new Reading<>(text, parser.apply(file, text));
            readings.put(file, reading);
        }
        return reading.result();
    }
}
