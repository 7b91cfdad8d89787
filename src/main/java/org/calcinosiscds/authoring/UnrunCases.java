package org.calcinosiscds.authoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.calcinosiscds.outcome.SimilarNames;

/** What stands where cases are and is never run as one, because of its name or of a file that is missing. */
public final class UnrunCases {
    private static final String OTHER_SUFFIX = ".yml";
    private static final int DEPTH = 3;

    private UnrunCases() {}

    /**
     * Why each is not run, by its path below the folder of content.
     *
     * @param hooks of the content
     */
    public static Map<String, String> in(Path content, Set<String> hooks) throws IOException {
        Path root = content.resolve(ContentCase.TESTS);
        Map<String, String> found = new TreeMap<>();
        if (!Files.isDirectory(root)) {
            return found;
        }
        try (Stream<Path> files = Files.walk(root, DEPTH)) {
            for (Path file : files.toList()) {
                String name = String.valueOf(file.getFileName());
                int depth = root.relativize(file).getNameCount();
                if (name.endsWith(OTHER_SUFFIX)) {
                    found.put(path(content, file), "A short case ends with .yaml: rename it.");
                } else if (depth == DEPTH && isWithoutExpected(file)) {
                    found.put(
                            path(content, file),
                            "A case has an " + ContentCase.EXPECTED + ": add one with asOf, and cds test --update adds"
                                    + " what came.");
                }
            }
        }
        for (Path folder : folders(root)) {
            String hook = String.valueOf(folder.getFileName());
            if (!hooks.contains(hook) && hasCases(folder)) {
                found.put(
                        path(content, folder),
                        "There is no hook " + hook + "." + SimilarNames.suggestion(hook, hooks)
                                + " The folder of a case is that of its hook.");
            }
        }
        return found;
    }

    private static boolean isWithoutExpected(Path folder) {
        return Files.isDirectory(folder) && !Files.exists(folder.resolve(ContentCase.EXPECTED));
    }

    private static List<Path> folders(Path root) throws IOException {
        try (Stream<Path> files = Files.list(root)) {
            return files.filter(Files::isDirectory).toList();
        }
    }

    private static boolean hasCases(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder, DEPTH)) {
            return files.anyMatch(file -> file.toString().matches(".*\\.ya?ml")
                    || file.endsWith(ContentCase.EXPECTED)
                    || file.endsWith(ContentCase.BUNDLE));
        }
    }

    private static String path(Path content, Path file) {
        return content.relativize(file).toString().replace('\\', '/');
    }
}
