package org.calcinosiscds.population;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** The folder of a run. Scratch files lie in a folder inside that is readable by its owner alone. */
record Folder(Path path) {
    static final String MANIFEST = "manifest.json";

    Path scratch() {
        return path.resolve(".scratch");
    }

    Path of(String name) {
        return path.resolve(name);
    }

    /** Whether a run writes there. */
    boolean isThere() {
        return Files.isDirectory(scratch());
    }

    /** Whether it holds a run that ended. */
    boolean isComplete() {
        return Files.exists(of(MANIFEST));
    }

    /** Deletes what only a run that goes on needs. */
    void clean() throws IOException {
        delete(scratch());
        Files.deleteIfExists(of(Journal.NAME));
    }

    /** Whether there is anything in it. */
    boolean isEmpty() throws IOException {
        if (!Files.exists(path)) {
            return true;
        }
        try (Stream<Path> inside = Files.list(path)) {
            return inside.findAny().isEmpty();
        }
    }

    void create() throws IOException {
        Files.createDirectories(path);
        Files.createDirectories(scratch());
        for (String left : List.of("spark", "aside", "hadoop")) {
            delete(scratch().resolve(left));
        }
        if (Files.getFileStore(path).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(scratch(), PosixFilePermissions.fromString("rwx------"));
        }
    }

    /** Writes a file whole or not at all. */
    void write(String name, String text) throws IOException {
        Path aside = scratch().resolve(name + ".part");
        Files.createDirectories(aside.getParent());
        try (FileChannel file = FileChannel.open(
                aside, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(true);
        }
        Files.move(aside, path.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Moves the one file that Spark wrote to where it belongs.
     *
     * @param files gets its name and SHA-256
     */
    void publish(Path written, String name, ObjectNode files) throws IOException {
        Path part;
        try (Stream<Path> inside = Files.list(written)) {
            part = inside.filter(file -> file.getFileName().toString().startsWith("part-"))
                    .findFirst()
                    .orElseThrow();
        }
        move(part, name, files);
        delete(written);
    }

    /** Moves a file to where it belongs. @param files gets its name and SHA-256 */
    void move(Path written, String name, ObjectNode files) throws IOException {
        files.put(name, sha256(written));
        Path file = path.resolve(name);
        Files.createDirectories(file.getParent());
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** SHA-256 of a file as it is stored. */
    static String sha256(Path path) throws IOException {
        try (InputStream file = Files.newInputStream(path)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 20];
            for (int read = file.read(buffer); read >= 0; read = file.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(each -> {
                try {
                    Files.deleteIfExists(each);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
