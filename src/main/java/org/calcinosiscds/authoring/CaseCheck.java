package org.calcinosiscds.authoring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.calcinosiscds.authoring.shortcase.KnownNames;

/** Whether the cases in folders can be read, and name rules and orders that exist. */
final class CaseCheck {
    private final Path folder;
    private final KnownNames known;
    private final FileReadings<CaseFileReading> readings;
    private final MissingCodes missing;
    private final List<Finding> findings;
    private final List<Finding> ofHooks;

    private CaseCheck(
            Path folder,
            KnownNames known,
            FileReadings<CaseFileReading> readings,
            MissingCodes missing,
            List<Finding> findings,
            List<Finding> ofHooks) {
        this.folder = folder;
        this.known = known;
        this.readings = readings;
        this.missing = missing;
        this.findings = findings;
        this.ofHooks = ofHooks;
    }

    /**
     * @param folder of content
     * @param hooks of its plans
     * @param readings of earlier checks of the folder
     * @param ofHooks gets what may follow from a plan that could not be read
     */
    static void run(
            Path folder,
            KnownNames known,
            Set<String> hooks,
            FileReadings<CaseFileReading> readings,
            MissingCodes missing,
            List<Finding> findings,
            List<Finding> ofHooks) {
        CaseCheck check = new CaseCheck(folder, known, readings, missing, findings, ofHooks);
        try {
            if (Files.isDirectory(folder.resolve(ContentCase.TESTS))) {
                check.check(ContentCase.TESTS, 4, CaseCheck::isPart);
                UnrunCases.in(folder, hooks).forEach(check::nameUnrun);
            }
            Path byResource = folder.resolve(ContentCase.INPUT_TESTS);
            if (Files.isDirectory(byResource)) {
                check.check(
                        ContentCase.INPUT_TESTS,
                        3,
                        file -> byResource.relativize(file).getNameCount() == 3
                                && file.toString().endsWith(".json"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void check(String cases, int depth, Predicate<Path> isPart) throws IOException {
        try (Stream<Path> files = Files.find(
                folder.resolve(cases), depth, (file, attributes) -> attributes.isRegularFile() && isPart.test(file))) {
            for (Path file : files.sorted().toList()) {
                check(file);
            }
        }
    }

    private static boolean isPart(Path file) {
        return file.endsWith(ContentCase.EXPECTED)
                || file.endsWith(ContentCase.BUNDLE)
                || file.endsWith(ContentCase.CONTEXT);
    }

    /** One whose record stands alone was reported at that. */
    private void nameUnrun(String path, String reason) {
        if (findings.stream().noneMatch(each -> each.file().equals(path + "/" + ContentCase.BUNDLE))) {
            ofHooks.add(Finding.warning(path, SourcePosition.FILE, "CDS065", "This is not run as a case. " + reason));
        }
    }

    private void check(Path file) throws IOException {
        CaseFileReading reading = readings.of(file);
        reading.defects().forEach(each -> add(file, each.position(), each.message()));
        // A case of a file for each resource without an expected answer is reported where cases are run.
        if (reading.isJson() && !file.startsWith(folder.resolve(ContentCase.INPUT_TESTS))) {
            if (file.endsWith(ContentCase.EXPECTED)) {
                requireBeside(file, ContentCase.BUNDLE);
            } else if (!file.endsWith(ContentCase.CONTEXT)) {
                requireBeside(file, ContentCase.EXPECTED);
            }
        }
        reading.names().forEach(each -> requireKnown(file, reading, each));
    }

    private void requireBeside(Path file, String other) {
        if (!Files.isRegularFile(file.resolveSibling(other))) {
            add(file, SourcePosition.FILE, "There is no " + other + " beside it.");
        }
    }

    private void requireKnown(Path file, CaseFileReading reading, CaseFileReading.Name name) {
        known.defect(name.what(), name.name()).ifPresent(defect -> {
            Finding finding = finding(file, reading.position(name), defect);
            CaseNames.list(name.what())
                    .ifPresentOrElse(list -> missing.add(list, name.name(), finding), () -> findings.add(finding));
        });
    }

    private void add(Path file, SourcePosition position, String words) {
        findings.add(finding(file, position, words));
    }

    private Finding finding(Path file, SourcePosition position, String words) {
        return Finding.error(folder.relativize(file).toString().replace('\\', '/'), position, "CDS061", words);
    }
}
