package org.calcinosiscds.population;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.calcinosiscds.assess.PatientAssessments;

/**
 * The files that are read.
 *
 * @param files in the order of their paths
 * @param unread files that are not read, because their names are not those of FHIR in JSON
 */
record InputFiles(List<InputFile> files, List<String> unread) {
    /**
     * Looks for files in what was named: files, folders, and patterns such as {@code export/*.ndjson}.
     *
     * @param out folder whose files are passed over, because they are results
     * @throws IOException when a folder cannot be read, or there is nothing of a name
     */
    static InputFiles find(List<String> names, Path out) throws IOException {
        TreeSet<Path> paths = new TreeSet<>();
        for (String name : names) {
            List<Path> roots = roots(name);
            if (roots.isEmpty()) {
                throw new IOException("There is no file " + name + ".");
            }
            for (Path root : roots) {
                try (Stream<Path> found = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
                    found.filter(Files::isRegularFile)
                            .map(path -> path.toAbsolutePath().normalize())
                            .filter(path -> !path.startsWith(out))
                            .forEach(paths::add);
                }
            }
        }
        List<InputFile> files = new ArrayList<>();
        List<String> unread = new ArrayList<>();
        for (Path path : paths) {
            if (PatientAssessments.isBookkeeping(path)) {
                continue;
            }
            String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
            boolean isGzip = name.endsWith(".gz");
            String plain = isGzip ? name.substring(0, name.length() - ".gz".length()) : name;
            if (plain.endsWith(".ndjson") || plain.endsWith(".json")) {
                files.add(new InputFile(
                        files.size(), path.toString(), Files.size(path), isGzip, plain.endsWith(".json")));
            } else {
                unread.add(path.toString());
            }
        }
        return new InputFiles(files, unread);
    }

    private static List<Path> roots(String name) throws IOException {
        if (Files.exists(Path.of(name))) {
            return List.of(Path.of(name));
        }
        Path pattern = Path.of(name).toAbsolutePath().normalize();
        Path folder = pattern.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return List.of();
        }
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.filter(matcher::matches).sorted().toList();
        }
    }

    long bytes() {
        return files.stream().mapToLong(InputFile::bytes).sum();
    }
}
