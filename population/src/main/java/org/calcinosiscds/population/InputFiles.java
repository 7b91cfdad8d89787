package org.calcinosiscds.population;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.calcinosiscds.assess.PatientAssessments;
import org.jspecify.annotations.Nullable;

/**
 * The files that are read.
 *
 * @param files in the order of their paths
 * @param unread files that are not read: their names are not those of FHIR in JSON, or the manifest beside them does not name them
 * @param errors files in which an export tells what it could not write
 * @param isSynthetic whether the manifests beside all files say that nobody of the patients exists
 */
record InputFiles(List<InputFile> files, List<String> unread, List<InputFile> errors, boolean isSynthetic) {
    private static final long LARGE_GZIP = 256L << 20;

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
        Map<Path, ExportManifest> manifests = manifests(paths);
        List<InputFile> files = new ArrayList<>();
        List<String> unread = new ArrayList<>();
        List<InputFile> errors = new ArrayList<>();
        boolean isSynthetic = true;
        for (Path path : paths) {
            if (PatientAssessments.isBookkeeping(path)) {
                continue;
            }
            ExportManifest manifest = nearest(manifests, path);
            if (manifest == null ? !isFhir(path) : !manifest.isRead(path)) {
                unread.add(path.toString());
            } else if (manifest != null && manifest.error().contains(path)) {
                errors.add(file(errors.size(), path, false));
            } else {
                isSynthetic &= manifest != null && manifest.isSynthetic();
                files.add(file(
                        files.size(),
                        path,
                        manifest != null && manifest.deleted().contains(path)));
            }
        }
        return new InputFiles(files, unread, errors, isSynthetic && !files.isEmpty());
    }

    private static Map<Path, ExportManifest> manifests(TreeSet<Path> paths) throws IOException {
        Map<Path, ExportManifest> manifests = new TreeMap<>();
        for (Path path : paths) {
            if (path.getFileName().toString().equals(ExportManifest.NAME)) {
                Optional<ExportManifest> manifest = ExportManifest.read(path);
                manifest.ifPresent(each -> manifests.put(path.getParent(), each));
            }
        }
        return manifests;
    }

    private static @Nullable ExportManifest nearest(Map<Path, ExportManifest> manifests, Path path) {
        for (Path folder = path.getParent(); folder != null; folder = folder.getParent()) {
            ExportManifest manifest = manifests.get(folder);
            if (manifest != null) {
                return manifest;
            }
        }
        return null;
    }

    private static InputFile file(int number, Path path, boolean isOfDeletions) throws IOException {
        return new InputFile(
                number,
                path.toString(),
                Files.size(path),
                name(path).endsWith(".gz"),
                plain(path).endsWith(".json"),
                isOfDeletions);
    }

    private static boolean isFhir(Path path) {
        return plain(path).endsWith(".ndjson") || plain(path).endsWith(".json");
    }

    private static String plain(Path path) {
        return name(path).replaceFirst("\\.gz$", "");
    }

    private static String name(Path path) {
        return path.getFileName().toString().toLowerCase(Locale.ROOT);
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

    /** Files of gzip, which one task reads, that are so large that the others wait for it. */
    List<InputFile> largeGzips() {
        return files.stream()
                .filter(file -> file.isGzip() && file.bytes() > LARGE_GZIP)
                .toList();
    }

    long bytes() {
        return files.stream().mapToLong(InputFile::bytes).sum();
    }

    /** How much the export says it could not write: lines of its files of errors. */
    long exportErrors() throws IOException {
        long lines = 0;
        for (InputFile file : errors) {
            try (BufferedReader reader =
                    new BufferedReader(new InputStreamReader(file.open(), StandardCharsets.ISO_8859_1))) {
                lines += reader.lines().filter(line -> !line.isBlank()).count();
            }
        }
        return lines;
    }
}
