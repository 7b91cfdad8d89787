package org.calcinosiscds.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.calcinosiscds.authoring.CaseRunner;
import org.calcinosiscds.authoring.ContentCase;
import org.calcinosiscds.authoring.ContentDiff;
import org.calcinosiscds.authoring.ContentSession;
import org.calcinosiscds.authoring.CoverageRun;
import org.calcinosiscds.knowledge.Content;

/** What an author waits for, measured on the content of this repository in a JVM that has just begun. */
final class AuthoringFigures {
    private static final List<String> FOLDERS = List.of("cql", "fhir-resources");

    /** A library of rules, and one that nearly all include; each with two texts that can stand in for each other. */
    private static final Edit OF_RULES = new Edit("cql/ProductRules.cql", "  0.3 'mg/dL'", "  0.4 'mg/dL'");

    private static final Edit OF_ALL = new Edit("cql/PatientRecord.cql", "  18 years", "  17 years");

    private final Path folder;
    private final int edits;

    private record Edit(String file, String text, String other) {}

    /**
     * Edits of one library, from before the file is written until the cases that it reaches have been run.
     *
     * @param p50 seconds, like the other
     */
    record Edits(String file, int edits, double p50, double p95) {}

    /**
     * The figures.
     *
     * @param casesSeconds from reading the content to the last case, one after the other
     * @param coverageSeconds the same cases, observed, by a runner that is there already
     * @param diffPatientsPerSecond cases as patients, two versions of content, all processors
     */
    record Report(
            int cases, double casesSeconds, double coverageSeconds, double diffPatientsPerSecond, List<Edits> edits) {}

    private AuthoringFigures(Path folder, int edits) {
        this.folder = folder;
        this.edits = edits;
    }

    /** @param folder for a copy of the content */
    static Report measure(Path folder, int edits) throws IOException {
        for (String each : FOLDERS) {
            try (Stream<Path> files = Files.walk(Path.of(each))) {
                files.filter(Files::isRegularFile).forEach(file -> copy(file, folder.resolve(file)));
            }
        }
        return new AuthoringFigures(folder, edits).measure();
    }

    private static void copy(Path file, Path to) {
        try {
            Files.createDirectories(to.getParent());
            Files.write(to, Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Report measure() throws IOException {
        long begin = System.nanoTime();
        try (CaseRunner runner = CaseRunner.of(new Content.Folder(folder))) {
            List<ContentCase> cases = ContentCase.in(folder);
            for (ContentCase each : cases) {
                if (!runner.run(each).isPassed()) {
                    throw new IllegalStateException(each + " does not pass.");
                }
            }
            double casesSeconds = secondsSince(begin);
            begin = System.nanoTime();
            new CoverageRun(runner, cases).run();
            double coverageSeconds = secondsSince(begin);
            double patientsPerSecond;
            try (CaseRunner other = CaseRunner.of(new Content.Folder(folder))) {
                ContentDiff diff = new ContentDiff(runner, other);
                begin = System.nanoTime();
                cases.parallelStream().forEach(each -> compare(diff, each));
                patientsPerSecond = cases.size() / secondsSince(begin);
            }
            return new Report(
                    cases.size(),
                    casesSeconds,
                    coverageSeconds,
                    patientsPerSecond,
                    List.of(edit(OF_RULES, cases), edit(OF_ALL, cases)));
        }
    }

    private static void compare(ContentDiff diff, ContentCase each) {
        try {
            diff.compare(each);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Edits edit(Edit edit, List<ContentCase> cases) throws IOException {
        Path file = folder.resolve(edit.file());
        String text = Files.readString(file);
        double[] seconds = new double[edits];
        try (ContentSession session = new ContentSession(new Content.Folder(folder))) {
            session.look();
            for (int number = 0; number < edits; number++) {
                long begin = System.nanoTime();
                Files.writeString(file, number % 2 == 0 ? text.replace(edit.text(), edit.other()) : text);
                ContentSession.Update update = session.look();
                if (update == null || !update.isGood()) {
                    throw new IllegalStateException("The edit of " + edit.file() + " was not taken.");
                }
                for (ContentCase each : cases) {
                    if (update.changed().reach(each)) {
                        session.runner().run(each);
                    }
                }
                seconds[number] = secondsSince(begin);
            }
        } finally {
            Files.writeString(file, text);
        }
        Arrays.sort(seconds);
        return new Edits(edit.file(), edits, percentile(seconds, 0.50), percentile(seconds, 0.95));
    }

    private static double percentile(double[] sorted, double share) {
        return sorted[(int) Math.ceil(share * sorted.length) - 1];
    }

    private static double secondsSince(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }
}
