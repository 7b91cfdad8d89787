package org.calcinosiscds.authoring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Puts a fault into a file. */
record Edit(Path file) {
    void replaceFirst(String text, String fault) {
        try {
            String whole = Files.readString(file);
            int start = whole.indexOf(text);
            if (start < 0) {
                throw new IllegalArgumentException(file + " does not contain " + text);
            }
            Files.writeString(file, whole.substring(0, start) + fault + whole.substring(start + text.length()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
