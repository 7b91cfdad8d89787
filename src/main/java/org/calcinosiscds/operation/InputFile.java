package org.calcinosiscds.operation;

import java.io.BufferedInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A file to assess, or standard input; opened when it is its turn. */
final class InputFile implements AutoCloseable {
    /** Enough of a file to see whether its first line is a whole resource. */
    private static final int LOOK_AHEAD = 1 << 16;

    private static final String STANDARD_INPUT = "-";

    private final String path;
    private @Nullable BufferedInputStream stream;

    private InputFile(String path) {
        this.path = path;
    }

    /** The files of each source: itself, or what a folder holds, in the order of names. */
    static List<InputFile> of(List<String> sources) throws IOException {
        List<InputFile> files = new ArrayList<>();
        for (String source : sources) {
            if (source.equals(STANDARD_INPUT) || !Files.isDirectory(Path.of(source))) {
                files.add(new InputFile(source));
                continue;
            }
            try (Stream<Path> inside = Files.walk(Path.of(source))) {
                inside.filter(Files::isRegularFile)
                        .map(Path::toString)
                        .filter(name -> name.endsWith(".json") || name.endsWith(".ndjson"))
                        .sorted()
                        .forEach(name -> files.add(new InputFile(name)));
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
        return files;
    }

    static boolean isReadable(String source) {
        return source.equals(STANDARD_INPUT) || Files.isReadable(Path.of(source));
    }

    /** The name without its folder. */
    String name() {
        return path.equals(STANDARD_INPUT)
                ? "standard input"
                : String.valueOf(Path.of(path).getFileName());
    }

    InputStream stream() throws IOException {
        if (stream == null) {
            stream = new BufferedInputStream(
                    path.equals(STANDARD_INPUT)
                            ? new FileInputStream(FileDescriptor.in)
                            : Files.newInputStream(Path.of(path)),
                    LOOK_AHEAD);
        }
        return stream;
    }

    /** By its name, else by its first line: one that is a whole object, or has no end in sight, is read as a line. */
    boolean isNdjson() throws IOException {
        if (path.endsWith(".json") || path.endsWith(".ndjson")) {
            return path.endsWith(".ndjson");
        }
        InputStream start = stream();
        start.mark(LOOK_AHEAD);
        String text = new String(start.readNBytes(LOOK_AHEAD), StandardCharsets.ISO_8859_1).stripLeading();
        start.reset();
        int end = text.indexOf('\n');
        return end < 0 || text.substring(0, end).stripTrailing().endsWith("}");
    }

    @Override
    public void close() throws IOException {
        if (stream != null) {
            stream.close();
        }
    }
}
