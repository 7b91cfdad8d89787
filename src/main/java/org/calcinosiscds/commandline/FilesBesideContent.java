package org.calcinosiscds.commandline;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.calcinosiscds.authoring.ContentCase;

/** The cases of content and the sources of its generated files, looked at for changes. */
final class FilesBesideContent {
    private static final List<String> SOURCES = List.of("src/content", "src/terminology");

    private final Path folder;
    private Map<Path, Stamp> seen;

    /** What changes when a file is written. */
    private record Stamp(long modified, long size) {}

    FilesBesideContent(Path folder) throws IOException {
        this.folder = folder;
        seen = stamps();
    }

    /** Paths below the folder of what was changed, added or removed since the last look, ascending. */
    Set<Path> changed() throws IOException {
        Map<Path, Stamp> now = stamps();
        Set<Path> changed = new TreeSet<>(now.keySet());
        changed.addAll(seen.keySet());
        Map<Path, Stamp> before = seen;
        changed.removeIf(path -> now.containsKey(path) && now.get(path).equals(before.get(path)));
        seen = now;
        return changed;
    }

    /** Whether generated files follow from it. */
    static boolean isSource(Path path) {
        return SOURCES.stream().anyMatch(path::startsWith);
    }

    private Map<Path, Stamp> stamps() throws IOException {
        Map<Path, Stamp> stamps = new HashMap<>();
        for (String each : List.of(ContentCase.TESTS, ContentCase.INPUT_TESTS, SOURCES.get(0), SOURCES.get(1))) {
            if (Files.isDirectory(folder.resolve(each))) {
                Files.walkFileTree(folder.resolve(each), new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        stamps.put(
                                folder.relativize(file),
                                new Stamp(attributes.lastModifiedTime().toMillis(), attributes.size()));
                        return FileVisitResult.CONTINUE;
                    }

                    // An editor removes and renames files while it saves.
                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException e) {
                        return FileVisitResult.CONTINUE;
                    }
                });
            }
        }
        return stamps;
    }
}
