package org.calcinosiscds.population;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.calcinosiscds.assess.PatientAssessments;
import org.jspecify.annotations.Nullable;

/** Reads the lines that begin in a part of a file. */
final class ChunkLines implements AutoCloseable {
    private final InputStream stream;
    private final Chunk chunk;
    private final byte[] buffer = new byte[1 << 16];
    private int position;
    private int limit;
    private long offset;
    private long number;
    private boolean isTooLong;

    ChunkLines(Chunk chunk) throws IOException {
        this.chunk = chunk;
        this.stream = chunk.file().open();
        if (chunk.start() > 0) {
            // The line before belongs to the part before, also when it ends right at the start.
            stream.skipNBytes(chunk.start() - 1);
            offset = chunk.start() - 1;
            skipLine();
        }
    }

    private void skipLine() throws IOException {
        for (int each = read(); each >= 0 && each != '\n'; each = read()) {
            // What is skipped is read by the part before.
        }
    }

    /** The next line without its end; null after the last one. Of a line that is too long only the beginning. */
    byte @Nullable [] next() throws IOException {
        if (offset >= chunk.end()) {
            return null;
        }
        ByteArrayOutputStream line = new ByteArrayOutputStream(512);
        isTooLong = false;
        int each = read();
        if (each < 0) {
            return null;
        }
        while (each >= 0 && (chunk.file().isOneDocument() || each != '\n')) {
            if (line.size() < PatientAssessments.MAX_LINE_BYTES) {
                line.write(each);
            } else {
                isTooLong = true;
            }
            each = read();
        }
        number++;
        return line.toByteArray();
    }

    /** Number of the line that was read last, from 1 at the start of the part. */
    long number() {
        return number;
    }

    boolean isTooLong() {
        return isTooLong;
    }

    static boolean isBlank(byte[] line) {
        for (byte each : line) {
            if (each != ' ' && each != '\t' && each != '\r' && each != '\n') {
                return false;
            }
        }
        return true;
    }

    private int read() throws IOException {
        if (position == limit) {
            limit = Math.max(stream.read(buffer), 0);
            position = 0;
            if (limit == 0) {
                return -1;
            }
        }
        offset++;
        return buffer[position++] & 0xff;
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
