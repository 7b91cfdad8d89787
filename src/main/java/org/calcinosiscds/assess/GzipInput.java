package org.calcinosiscds.assess;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * What a gzip file (RFC 1952) holds, all of its members one after the other.
 *
 * <p>{@link java.util.zip.GZIPInputStream} takes a member for the last one when no byte happens to be available, and passes over one
 * whose header is cut off. Here the end of the file is the end of a member, or reading fails.
 */
public final class GzipInput extends InputStream {
    private static final int DEFLATE = 8;
    private static final int HAS_HEADER_CHECKSUM = 2;
    private static final int HAS_EXTRA_FIELD = 4;
    private static final int HAS_NAME = 8;
    private static final int HAS_COMMENT = 16;

    private final BufferedInputStream file;
    private final byte[] chunk = new byte[8192];
    private final CRC32 checksum = new CRC32();
    private final Inflater inflater = new Inflater(true);
    private int chunkLength;
    private boolean isInMember;

    /** @param file of which nothing was read yet */
    public GzipInput(BufferedInputStream file) {
        this.file = file;
    }

    /** Whether the next two bytes are those with which gzip begins; nothing is taken from the stream. */
    public static boolean isGzip(BufferedInputStream stream) throws IOException {
        stream.mark(2);
        boolean isGzip = stream.read() == 0x1f && stream.read() == 0x8b;
        stream.reset();
        return isGzip;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /**
     * Reads on, into the next member where one ends.
     *
     * @throws EOFException when the file ends within a member
     * @throws ZipException when it is damaged
     */
    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (isInMember || beginMember()) {
            int count = inflate(buffer, offset, length);
            if (count > 0) {
                checksum.update(buffer, offset, count);
                return count;
            }
            endMember();
        }
        return -1;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        file.close();
    }

    /** False at the end of the file, which some programs fill up with zeros. */
    private boolean beginMember() throws IOException {
        int first = file.read();
        while (first == 0) {
            first = file.read();
        }
        if (first < 0) {
            return false;
        }
        if (first != 0x1f || next() != 0x8b || next() != DEFLATE) {
            throw new ZipException("It is damaged: something else follows the compressed data.");
        }
        int flags = next();
        file.skipNBytes(6);
        if ((flags & HAS_EXTRA_FIELD) != 0) {
            file.skipNBytes(next() | next() << 8);
        }
        if ((flags & HAS_NAME) != 0) {
            skipText();
        }
        if ((flags & HAS_COMMENT) != 0) {
            skipText();
        }
        if ((flags & HAS_HEADER_CHECKSUM) != 0) {
            file.skipNBytes(2);
        }
        inflater.reset();
        checksum.reset();
        isInMember = true;
        return true;
    }

    /** Number of bytes put out; 0 at the end of the member. */
    private int inflate(byte[] buffer, int offset, int length) throws IOException {
        try {
            int count = inflater.inflate(buffer, offset, length);
            while (count == 0 && !inflater.finished()) {
                file.mark(chunk.length);
                chunkLength = file.read(chunk);
                if (chunkLength < 0) {
                    throw new EOFException("It ends within the compressed data.");
                }
                inflater.setInput(chunk, 0, chunkLength);
                count = inflater.inflate(buffer, offset, length);
            }
            return count;
        } catch (DataFormatException e) {
            throw new ZipException("It is damaged: the compressed data cannot be read.");
        }
    }

    private void endMember() throws IOException {
        // What stands behind the member came with its last chunk.
        file.reset();
        file.skipNBytes(chunkLength - inflater.getRemaining());
        if (littleEndian() != checksum.getValue() || littleEndian() != (inflater.getBytesWritten() & 0xffffffffL)) {
            throw new ZipException("It is damaged: the checksum differs.");
        }
        isInMember = false;
    }

    private long littleEndian() throws IOException {
        return next() | next() << 8 | next() << 16 | (long) next() << 24;
    }

    private void skipText() throws IOException {
        while (next() != 0) {
            // Name or comment, which is not used.
        }
    }

    private int next() throws IOException {
        int value = file.read();
        if (value < 0) {
            throw new EOFException("It ends within the compressed data.");
        }
        return value;
    }
}
