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
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The folder of a run.
 *
 * @param path of the results, and of files that become results by a move
 * @param scratch what is read and sorted, and Spark's own files
 * @param isKept whether scratch files stay when the run has ended
 */
record Folder(Path path, Path scratch, boolean isKept) {
    static final String MANIFEST = "manifest.json";

    private static final int DIGITS_OF_NAME = 16;

    /**
     * Scratch files of each folder of results have a folder of their own.
     *
     * @param elsewhere folder for scratch files; empty when they lie in that of the results
     */
    static Folder of(Path path, String elsewhere, boolean isKept) {
        Path inside = path.resolve(".scratch");
        if (elsewhere.isEmpty()) {
            return new Folder(path, inside, isKept);
        }
        String name = HexFormat.of()
                .formatHex(sha256().digest(path.toString().getBytes(StandardCharsets.UTF_8)))
                .substring(0, DIGITS_OF_NAME);
        return new Folder(
                path, Path.of(elsewhere).toAbsolutePath().normalize().resolve("cds-population-" + name), isKept);
    }

    /** Files that are moved from here are there whole or not at all. */
    Path aside() {
        return path.resolve(".scratch");
    }

    Path of(String name) {
        return path.resolve(name);
    }

    /** Whether a run writes there. */
    boolean isThere() {
        return Files.isDirectory(aside());
    }

    /** Whether it holds a run that ended. */
    boolean isComplete() {
        return Files.exists(of(MANIFEST));
    }

    /** Deletes what only a run that goes on needs, but for what is to be kept. */
    void clean() throws IOException {
        if (isKept) {
            return;
        }
        delete(scratch);
        delete(aside());
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
        for (Path each : new TreeSet<>(List.of(aside(), scratch))) {
            Files.createDirectories(each);
            if (Files.getFileStore(each).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwx------"));
            }
            for (String left : List.of("spark", "results-aside", "hadoop")) {
                delete(each.resolve(left));
            }
        }
    }

    /** Where Spark writes what becomes a result. */
    Path resultsAside() {
        return aside().resolve("results-aside");
    }

    /** Writes a file whole or not at all. */
    void write(String name, String text) throws IOException {
        Path aside = aside().resolve(name + ".part");
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
            MessageDigest digest = sha256();
            byte[] buffer = new byte[1 << 20];
            for (int read = file.read(buffer); read >= 0; read = file.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
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
