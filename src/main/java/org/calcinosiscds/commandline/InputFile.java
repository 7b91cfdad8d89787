package org.calcinosiscds.commandline;

import java.io.BufferedInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.calcinosiscds.assess.GzipInput;
import org.jspecify.annotations.Nullable;

/** A file to assess, or standard input; opened when it is its turn. Gzip is told by its first bytes, whatever the name. */
final class InputFile implements AutoCloseable {
    static final String STANDARD_INPUT = "-";

    /** Enough of a file to see whether its first line is a whole resource. */
    private static final int LOOK_AHEAD = 1 << 16;

    private static final String BYTE_ORDER_MARK = "\u00EF\u00BB\u00BF";

    private final String path;
    private final String name;
    private @Nullable BufferedInputStream stream;

    /** @param name for messages */
    InputFile(String path, String name) {
        this.path = path;
        this.name = name;
    }

    /** A file that was named on the command line. */
    static InputFile of(String path) {
        return new InputFile(
                path,
                path.equals(STANDARD_INPUT)
                        ? "standard input"
                        : String.valueOf(Path.of(path).getFileName()));
    }

    static boolean exists(String source) {
        return source.equals(STANDARD_INPUT) || Files.exists(Path.of(source));
    }

    /** The name for messages: without its folder, or from the folder that was named. */
    String name() {
        return name;
    }

    /**
     * What it holds, not compressed any more.
     *
     * @throws UnreadableFileException now or while it is read, when that fails
     */
    InputStream stream() throws IOException {
        if (stream == null) {
            BufferedInputStream file = new BufferedInputStream(new NamedFailures(open()), LOOK_AHEAD);
            stream = GzipInput.isGzip(file)
                    ? new BufferedInputStream(new NamedFailures(new GzipInput(file)), LOOK_AHEAD)
                    : file;
        }
        return stream;
    }

    private InputStream open() throws IOException {
        if (path.equals(STANDARD_INPUT)) {
            return new FileInputStream(FileDescriptor.in);
        }
        try {
            return Files.newInputStream(Path.of(path));
        } catch (AccessDeniedException e) {
            throw new UnreadableFileException("It may not be read.");
        } catch (IOException e) {
            throw new UnreadableFileException("It cannot be opened.");
        }
    }

    /** By its name, else by its first line: one that is a whole object, or has no end in sight, is read as a line. */
    boolean isNdjson() throws IOException {
        String plainName = name.toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
        if (plainName.endsWith(".json") || plainName.endsWith(".ndjson")) {
            return plainName.endsWith(".ndjson");
        }
        String text = beginning().stripLeading();
        int end = text.indexOf('\n');
        return end < 0 || text.substring(0, end).stripTrailing().endsWith("}");
    }

    /** The first bytes of what it holds as characters of ISO 8859-1, without a byte order mark; nothing is taken from the stream. */
    String beginning() throws IOException {
        InputStream start = stream();
        start.mark(LOOK_AHEAD);
        String text = new String(start.readNBytes(LOOK_AHEAD), StandardCharsets.ISO_8859_1);
        start.reset();
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
    }

    @Override
    public void close() throws IOException {
        if (stream != null) {
            stream.close();
            stream = null;
        }
    }

    /** Tells a file that cannot be read from an answer that cannot be written. */
    private static final class NamedFailures extends FilterInputStream {
        NamedFailures(InputStream file) {
            super(file);
        }

        @Override
        public int read() throws IOException {
            try {
                return super.read();
            } catch (IOException e) {
                throw named(e);
            }
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                return super.read(buffer, offset, length);
            } catch (IOException e) {
                throw named(e);
            }
        }

        private static UnreadableFileException named(IOException e) {
            if (e instanceof UnreadableFileException known) {
                return known;
            }
            boolean isOfGzip = e instanceof java.util.zip.ZipException || e instanceof java.io.EOFException;
            return new UnreadableFileException(
                    isOfGzip && e.getMessage() != null ? e.getMessage() : "It could not be read to its end.");
        }
    }
}
