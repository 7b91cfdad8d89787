package org.calcinosiscds.assess;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import org.calcinosiscds.json.Limits;
import org.jspecify.annotations.Nullable;

/** Lines of a stream of any length, each within the limits of a body. Holds one line. */
public final class NdjsonLines {
    private final String name;
    private final InputStream stream;
    private final long longest;
    private final long patienceNanos;
    private final byte[] buffer = new byte[65536];
    private int position;
    private int end;
    private long number;
    private boolean isTooLong;

    /** @param name of the file; empty when there is only one */
    public NdjsonLines(String name, InputStream stream, Limits limits) {
        this.name = name;
        this.stream = stream;
        this.longest = limits.body();
        this.patienceNanos = limits.bodyTime().toNanos();
    }

    /**
     * The next line without its end; null after the last one.
     *
     * @throws SocketTimeoutException when the line does not arrive in the time of a body
     */
    byte @Nullable [] next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean hasBegun = false;
        long waited = 0;
        isTooLong = false;
        while (true) {
            if (position == end) {
                long start = System.nanoTime();
                end = Math.max(stream.read(buffer), 0);
                position = 0;
                waited += System.nanoTime() - start;
                if (end == 0) {
                    number += hasBegun ? 1 : 0;
                    return hasBegun ? line.toByteArray() : null;
                }
                if (waited > patienceNanos) {
                    throw new SocketTimeoutException("The line did not arrive in time.");
                }
            }
            hasBegun = true;
            int from = position;
            while (position < end && buffer[position] != '\n') {
                position++;
            }
            isTooLong |= line.size() + (long) (position - from) > longest;
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

    /** Number of the line that was read last, from 1. */
    long number() {
        return number;
    }

    /** Where the line that was read last stands, such as {@code line[7]}. */
    String place() {
        return (name.isEmpty() ? "" : name + ".") + "line[" + number + "]";
    }

    /** Whether the line that was read last was longer than allowed, and cut. */
    boolean isTooLong() {
        return isTooLong;
    }
}
