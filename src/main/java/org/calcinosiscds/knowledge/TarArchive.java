package org.calcinosiscds.knowledge;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Files in a compressed archive of the formats ustar and pax (POSIX.1), as packages of npm are. The same files give the same bytes: no
 * times, owners or rights are kept.
 */
public final class TarArchive {
    private static final int BLOCK = 512;
    private static final int NAME_LENGTH = 100;
    private static final int SIZE = 124;
    private static final int CHECKSUM = 148;
    private static final int TYPE = 156;
    private static final int PREFIX = 345;
    private static final int MAX_SIZE = 1 << 29;
    private static final Pattern PAX_PATH = Pattern.compile("(?m)^\\d+ path=(.*)$");

    private TarArchive() {}

    /**
     * Content of each file, by path.
     *
     * @throws IOException when it is no such archive, or holds more than 512 MiB
     */
    public static Map<String, byte[]> read(byte[] compressed) throws IOException {
        byte[] tar;
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
            tar = in.readNBytes(MAX_SIZE);
        }
        Map<String, byte[]> files = new TreeMap<>();
        String longName = "";
        int at = 0;
        while (at + BLOCK <= tar.length && tar[at] != 0) {
            int size = size(tar, at);
            int start = at + BLOCK;
            if (size < 0 || size > tar.length - start) {
                throw new IOException("The archive is cut off.");
            }
            byte[] content = Arrays.copyOfRange(tar, start, start + size);
            char type = (char) tar[at + TYPE];
            if (type == 'x') {
                Matcher path = PAX_PATH.matcher(new String(content, StandardCharsets.UTF_8));
                longName = path.find() ? path.group(1) : "";
            } else if (type == 'L') {
                longName = new String(content, StandardCharsets.UTF_8).replace("\0", "");
            } else {
                if (type == '0' || type == 0) {
                    files.put(longName.isEmpty() ? name(tar, at) : longName, content);
                }
                longName = "";
            }
            at = start + (size + BLOCK - 1) / BLOCK * BLOCK;
        }
        return files;
    }

    private static int size(byte[] tar, int header) throws IOException {
        try {
            return Integer.parseInt(text(tar, header + SIZE, 12).strip(), 8);
        } catch (NumberFormatException e) {
            throw new IOException("It is no tar archive.", e);
        }
    }

    private static String name(byte[] tar, int header) {
        String prefix = text(tar, header + PREFIX, 155);
        String name = text(tar, header, NAME_LENGTH);
        return prefix.isEmpty() || !text(tar, header + 257, 5).equals("ustar") ? name : prefix + "/" + name;
    }

    private static String text(byte[] tar, int start, int length) {
        int end = start;
        while (end < start + length && tar[end] != 0) {
            end++;
        }
        return new String(tar, start, end - start, StandardCharsets.UTF_8);
    }

    /** @param files by path of at most 99 bytes */
    public static byte[] write(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : new TreeMap<>(files).entrySet()) {
                byte[] content = file.getValue();
                out.write(header(file.getKey(), content.length));
                out.write(content);
                out.write(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
            }
            out.write(new byte[2 * BLOCK]);
        }
        return bytes.toByteArray();
    }

    private static byte[] header(String path, int size) {
        byte[] header = new byte[BLOCK];
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        if (name.length >= NAME_LENGTH) {
            throw new IllegalArgumentException("The path has more than 99 bytes: " + path);
        }
        System.arraycopy(name, 0, header, 0, name.length);
        put(header, 100, "0000644\0" + "0000000\0" + "0000000\0");
        put(header, SIZE, octal(size, 11) + "\0" + octal(0, 11) + "\0");
        put(header, CHECKSUM, "        ");
        put(header, TYPE, "0");
        put(header, 257, "ustar\00000");
        int sum = 0;
        for (byte each : header) {
            sum += each & 0xff;
        }
        put(header, CHECKSUM, octal(sum, 6) + "\0 ");
        return header;
    }

    private static String octal(int number, int digits) {
        return String.format(Locale.ROOT, "%0" + digits + "o", number);
    }

    private static void put(byte[] header, int start, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, start, bytes.length);
    }
}
