package org.calcinosiscds.population;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
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

    /** Moves the files that Spark wrote to where they belong. @param prefix of their names there */
    void publish(Path written, String name, String prefix, String suffix) throws IOException {
        Path folder = path.resolve(name);
        Files.createDirectories(folder);
        List<Path> parts;
        try (Stream<Path> inside = Files.list(written)) {
            parts = inside.filter(file -> file.getFileName().toString().startsWith("part-"))
                    .sorted()
                    .toList();
        }
        for (int i = 0; i < parts.size(); i++) {
            Files.move(
                    parts.get(i),
                    folder.resolve("%s%05d%s".formatted(prefix, i, suffix)),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        }
        delete(written);
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
