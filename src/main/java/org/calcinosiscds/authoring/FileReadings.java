package org.calcinosiscds.authoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What files say, where path and text alone decide that: a file whose text has not changed is not parsed again, and one that two checks
 * have read without a change is not read again while its time and size stay.
 */
final class FileReadings<R> {
    private final BiFunction<Path, String, R> parser;
    private final Map<Path, Reading<R>> readings = new HashMap<>();

    /** @param isRepeated whether a later check read the same: two changes in one tick of the clock leave the same time */
    private record Reading<R>(State state, String text, R result, boolean isRepeated) {}

    private record State(
            FileTime changed, long size, @Nullable Object key) {
        static State of(Path file) throws IOException {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return new State(now.lastModifiedTime(), now.size(), now.fileKey());
        }
    }

    /** @param parser of a file and its text */
    FileReadings(BiFunction<Path, String, R> parser) {
        this.parser = parser;
    }

    R of(Path file) throws IOException {
        State state = State.of(file);
        Reading<R> known = readings.get(file);
        boolean isSameState = known != null && state.equals(known.state());
        if (known != null && isSameState && known.isRepeated()) {
            return known.result();
        }
        String text = Files.readString(file);
        boolean isSameText = known != null && text.equals(known.text());
        R result = known != null && isSameText ? known.result() : parser.apply(file, text);
        readings.put(file, new Reading<>(state, text, result, isSameState && isSameText));
        return result;
    }
}
