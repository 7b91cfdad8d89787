package org.calcinosiscds.commandline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.calcinosiscds.cases.CaseFolder;

/** A copy of our content, with the sources of what is generated and the cases that are named, to be edited. */
record ContentCopy(Path folder) {
    private static final List<String> FOLDERS = List.of("cql", "fhir-resources", "src/content", "src/terminology");

    static ContentCopy in(Path folder, String... cases) throws IOException {
        ContentCopy copy = new ContentCopy(folder);
        for (String each : FOLDERS) {
            try (Stream<Path> files = Files.walk(Path.of(each))) {
                files.filter(file -> Files.isRegularFile(file)
                                && (!file.startsWith("fhir-resources/tests") || file.endsWith("never-null.csv")))
                        .forEach(copy::copy);
            }
        }
        for (String each : cases) {
            try (Stream<Path> files =
                    Files.list(CaseFolder.named(each).orElseThrow().path())) {
                files.forEach(copy::copy);
            }
        }
        return copy;
    }

    private void copy(Path file) {
        try {
            Files.createDirectories(folder.resolve(file).getParent());
            Files.copy(file, folder.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Text of every file, by path. */
    Map<String, String> texts() throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                texts.put(folder.relativize(file).toString(), Files.readString(file));
            }
        }
        return texts;
    }

    /** Lines added and removed since then, by file: {@code +3 -1}. A file that is new has {@code new}. */
    Map<String, String> changesSince(Map<String, String> before) throws IOException {
        Map<String, String> changes = new TreeMap<>();
        texts().forEach((path, text) -> {
            String old = before.get(path);
            if (old == null) {
                changes.put(path, "new");
            } else if (!old.equals(text)) {
                changes.put(path, "+" + onlyInFirst(text, old) + " -" + onlyInFirst(old, text));
            }
        });
        return changes;
    }

    private static int onlyInFirst(String text, String other) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        other.lines().forEach(lines::remove);
        return lines.size();
    }
}
