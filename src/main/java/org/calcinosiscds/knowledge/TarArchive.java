package org.calcinosiscds.knowledge;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Files in a compressed tar archive, as packages of npm are. The same files give the same bytes: no times or owners are kept. */
public final class TarArchive {
    private static final int MAX_SIZE = 1 << 29;

    private TarArchive() {}

    /**
     * Content of each file, by path.
     *
     * @throws IOException when it is no such archive, or its files have more than 512 MiB
     */
    public static Map<String, byte[]> read(byte[] compressed) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        int left = MAX_SIZE;
        try (TarArchiveInputStream tar = new TarArchiveInputStream(
                new GZIPInputStream(new ByteArrayInputStream(compressed)), StandardCharsets.UTF_8.name())) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.isFile()) {
                    if (entry.getSize() > left) {
                        throw new IOException("The archive is too large.");
                    }
                    byte[] content = tar.readNBytes(left);
                    if (content.length != entry.getSize()) {
                        throw new IOException("The archive is cut off.");
                    }
                    left -= content.length;
                    files.put(entry.getName(), content);
                }
            }
        }
        return files;
    }

    /** @param files by path */
    public static byte[] write(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar =
                new TarArchiveOutputStream(new GZIPOutputStream(bytes), StandardCharsets.UTF_8.name())) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (Map.Entry<String, byte[]> file : new TreeMap<>(files).entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
                entry.setSize(file.getValue().length);
                entry.setModTime(0);
                entry.setIds(0, 0);
                tar.putArchiveEntry(entry);
                tar.write(file.getValue());
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }
}
