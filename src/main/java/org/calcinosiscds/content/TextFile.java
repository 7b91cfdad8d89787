package org.calcinosiscds.content;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Files of content in either kind of line ends: read with those of Unix, and written with those that the file has. */
public final class TextFile {
    private static final String WINDOWS = "\r\n";

    private TextFile() {}

    public static String read(Path file) throws IOException {
        return Files.readString(file).replace(WINDOWS, "\n");
    }

    /** Writes a text, with the line ends of the file that it replaces. */
    public static void write(Path file, String text) throws IOException {
        Files.createDirectories(Objects.requireNonNull(file.toAbsolutePath().getParent()));
        boolean isWindows = Files.exists(file) && Files.readString(file).contains(WINDOWS);
        Files.writeString(file, isWindows ? text.replace("\n", WINDOWS) : text);
    }

    /** @throws AccessDeniedException when the file, or the folder that is to hold it, cannot be written */
    public static void requireWritable(Path file) throws IOException {
        Path path = file.toAbsolutePath();
        if (Files.exists(path) ? !Files.isRegularFile(path) || !Files.isWritable(path) : !isPlace(path)) {
            throw new AccessDeniedException(file.normalize().toString());
        }
    }

    /** Whether the file can be made: the next folder above it that exists can be written. */
    private static boolean isPlace(Path path) {
        Path folder = path;
        while (folder != null && !Files.exists(folder)) {
            folder = folder.getParent();
        }
        return folder != null && Files.isDirectory(folder) && Files.isWritable(folder);
    }
}
