package org.calcinosiscds.assess;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.calcinosiscds.json.Limits;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream of any length line by line; each line has the limits of a request body, and one line is held in memory. A sender that
 * is too slow is disconnected: in each 30 seconds that are spent waiting for it, it must send 256 bytes a second on average that are
 * not white space.
 */
public final class NdjsonLines {
    private static final long WINDOW_NANOS = Duration.ofSeconds(30).toNanos();
    private static final int MIN_BYTES_OF_WINDOW = 30 * 256;

    private final String name;
    private final InputStream stream;
    private final long maxLineBytes;
    private final long lineTimeoutNanos;
    private final byte[] buffer = new byte[65536];
    private int position;
    private int end;
    private long number;
    private boolean isTooLong;
    private final LongSupplier nanoTime;
    private long waitedInWindow;
    private long bytesInWindow;

    /** @param name of the file; empty when there is only one */
    public NdjsonLines(String name, InputStream stream, Limits limits) {
        this(name, stream, limits, System::nanoTime);
    }

    NdjsonLines(String name, InputStream stream, Limits limits, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.name = name;
        this.stream = stream;
        this.maxLineBytes = limits.body();
        this.lineTimeoutNanos = limits.bodyTime().toNanos();
    }

    /**
     * The next line without its end; null after the last one.
     *
     * @throws SocketTimeoutException when the line does not arrive in the time of a body, or the stream is too slow
     */
    byte @Nullable [] next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean hasBegun = false;
        long waited = 0;
        isTooLong = false;
        while (true) {
            if (position == end) {
                long start = nanoTime.getAsLong();
                end = Math.max(stream.read(buffer), 0);
                position = 0;
                long wait = nanoTime.getAsLong() - start;
                waited += wait;
                if (end == 0) {
                    number += hasBegun ? 1 : 0;
                    return hasBegun ? line.toByteArray() : null;
                }
                if (waited > lineTimeoutNanos) {
                    throw new SocketTimeoutException("The line did not arrive in time.");
                }
                checkRate(wait);
            }
            hasBegun = true;
            int from = position;
            while (position < end && buffer[position] != '\n') {
                position++;
            }
            isTooLong |= line.size() + (long) (position - from) > maxLineBytes;
            if (!isTooLong) {
                line.write(buffer, from, position - from);
            }
            if (position < end) {
                position++;
                number++;
                return line.toByteArray();
            }
        }
    }

    /** @throws SocketTimeoutException when too little has come in the time that was spent waiting */
    private void checkRate(long wait) throws SocketTimeoutException {
        waitedInWindow += wait;
        for (int at = 0; at < end; at++) {
            bytesInWindow += buffer[at] > ' ' || buffer[at] < 0 ? 1 : 0;
        }
        if (waitedInWindow < WINDOW_NANOS) {
            return;
        }
        if (bytesInWindow < MIN_BYTES_OF_WINDOW) {
            throw new SocketTimeoutException("The stream was too slow.");
        }
        waitedInWindow = 0;
        bytesInWindow = 0;
    }

    /** Number of the line that was read last, from 1. */
    long number() {
        return number;
    }

    /** Where the line that was read last stands, such as {@code line[7]}. */
    String location() {
        return (name.isEmpty() ? "" : name + ".") + "line[" + number + "]";
    }

    /** Whether the line that was read last was longer than allowed, and cut. */
    boolean isTooLong() {
        return isTooLong;
    }
}
