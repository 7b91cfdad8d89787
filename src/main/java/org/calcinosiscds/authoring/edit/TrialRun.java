package org.calcinosiscds.authoring.edit;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.authoring.ContentCheck;
import org.calcinosiscds.authoring.Finding;
import org.calcinosiscds.content.GeneratedContent;
import org.calcinosiscds.knowledge.Content;

/** What the check of content would find after an edit, seen on a copy that is thrown away. */
final class TrialRun {
    private static final List<String> FOLDERS =
            List.of(Content.CQL, Content.RESOURCES, Content.PACKAGES, "src/content", "src/terminology");
    /** Most of the files; of them only the tables are needed. */
    private static final Path CASES = Path.of("fhir-resources", "tests");

    private TrialRun() {}

    /** Findings that are not there without the edit; none when the content has errors, which hide what an edit adds. */
    static List<Finding> newFindings(Path folder, Map<String, String> edited) throws IOException {
        List<Finding> after = findings(folder, edited);
        if (after.isEmpty()) {
            return after; // Most edits: what was found before need not be known.
        }
        List<Finding> known = findings(folder, Map.of());
        if (known.stream().anyMatch(finding -> finding.severity() == Finding.Severity.ERROR)) {
            return List.of();
        }
        Set<String> before = known.stream().map(TrialRun::key).collect(Collectors.toSet());
        return after.stream().filter(finding -> !before.contains(key(finding))).toList();
    }

    private static List<Finding> findings(Path folder, Map<String, String> edited) throws IOException {
        Path copy = Files.createTempDirectory("cds-new-");
        try {
            for (String each : FOLDERS) {
                copy(folder, Path.of(each), copy);
            }
            for (Map.Entry<String, String> each : edited.entrySet()) {
                Path file = copy.resolve(each.getKey());
                Files.createDirectories(Objects.requireNonNull(file.getParent()));
                Files.writeString(file, each.getValue());
            }
            if (!edited.isEmpty() && GeneratedContent.isIn(copy)) {
                GeneratedContent.write(copy);
            }
            return ContentCheck.of(copy, FhirContext.forR4Cached()).findings();
        } finally {
            delete(copy);
        }
    }

    /** A finding without its line, which an edit above it moves. */
    private static String key(Finding finding) {
        return finding.file() + " " + finding.code() + " " + finding.message();
    }

    private static void copy(Path from, Path part, Path to) throws IOException {
        if (!Files.isDirectory(from.resolve(part))) {
            return;
        }
        try (Stream<Path> files = Files.walk(from.resolve(part))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path relative = from.relativize(file);
                if (!relative.startsWith(CASES) || CASES.equals(relative.getParent())) {
                    Path target = to.resolve(relative);
                    Files.createDirectories(Objects.requireNonNull(target.getParent()));
                    Files.copy(file, target);
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
