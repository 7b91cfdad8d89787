package org.calcinosiscds.population;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a file that one task reads: the lines that begin in it.
 *
 * @param number of the part in its file, from 0
 * @param start offset in bytes of a file that is not compressed
 * @param end offset in bytes, exclusive
 */
record Chunk(InputFile file, int number, long start, long end) implements Serializable {
    private static final long BYTES = 32 << 20;

    /** Files of gzip and single documents cannot be divided. */
    static List<Chunk> of(List<InputFile> files) {
        List<Chunk> chunks = new ArrayList<>();
        for (InputFile file : files) {
            if (file.isGzip() || file.isOneDocument()) {
                chunks.add(new Chunk(file, 0, 0, Long.MAX_VALUE));
                continue;
            }
            for (long start = 0; start < file.bytes(); start += BYTES) {
                chunks.add(new Chunk(file, (int) (start / BYTES), start, Math.min(start + BYTES, file.bytes())));
            }
        }
        return chunks;
    }
}
