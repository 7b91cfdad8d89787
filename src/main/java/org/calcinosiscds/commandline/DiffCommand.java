package org.calcinosiscds.commandline;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.calcinosiscds.authoring.CaseRunner;
import org.calcinosiscds.authoring.ContentCase;
import org.calcinosiscds.authoring.ContentDiff;
import org.calcinosiscds.authoring.DiffTotals;
import org.calcinosiscds.authoring.PatientReading;
import org.calcinosiscds.knowledge.Content;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code diff}: for whom a new version of content answers otherwise, and why. */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Prints which patients gain or lose a rule, a card or an order when new content replaces old.",
            "It names the condition that differs. Patients are the cases of the new content, or those of files of FHIR R4."
        },
        footer = {
            "",
            "Example: the content of this folder against that of another, for the cases of this one.",
            "  cds diff ../content-of-last-year .",
            "Example: the same for the patients of an export, for programs.",
            "  cds diff ../content-of-last-year . export/ --format json",
            "",
            "Exit codes: 0 all answers are the same, 1 some differ or a patient cannot be read, 2 the command line is wrong,",
            "3 content is defective."
        })
public final class DiffCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "OLD",
            description = "Folder, package (.tgz) or jar with content, or - for that of this jar.")
    private String old = "";

    @Parameters(
            index = "1",
            paramLabel = "NEW",
            description = "Folder, package (.tgz) or jar with content, or - for that of this jar.")
    private String now = "";

    @Parameters(
            index = "2..*",
            arity = "0..*",
            paramLabel = "FILE|DIR|-",
            description = {
                "Patients, in what the command assess reads: Bundles, NDJSON, folders of them; - is standard input.",
                "Without them the cases of NEW or, when it has none, as a package or jar, those of OLD."
            })
    private List<String> patients = new ArrayList<>();

    @Option(names = "--as-of", paramLabel = "INSTANT", description = "Moment of the questions about patients.")
    private String asOf = "2026-11-21T09:00:00Z";

    @Option(
            names = "--held",
            paramLabel = "NUMBER",
            description = {
                "Resources of NDJSON kept in memory at a time; a million by default.",
                "Larger files must be sorted by patient."
            })
    private int held = 1_000_000;

    @Option(names = "--format", paramLabel = "FORMAT", description = "text (default) or json.")
    private Format format = Format.text;

    /** Names are those of the option. */
    enum Format {
        text,
        json
    }

    /** What programs read. */
    record Differences(
            int patients,
            int answeredOtherwise,
            long cardsForThousandBefore,
            long cardsForThousandAfter,
            Map<String, DiffTotals.Count> rules,
            List<DiffRun.PatientDifferences> differences,
            List<String> notRead) {}

    @Override
    public Integer call() throws IOException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        PrintWriter messages = spec.commandLine().getErr();
        Optional<String> mistake = mistake();
        if (mistake.isPresent()) {
            messages.println(mistake.get());
            return 2;
        }
        List<ContentCase> cases = patients.isEmpty() ? cases() : List.of();
        AssessSources from = AssessSources.of(patients);
        from.unread().forEach(file -> messages.println("Not read: " + file.name() + ". " + file.reason()));
        if (cases.isEmpty() && from.files().isEmpty()) {
            messages.println(
                    patients.isEmpty()
                            ? "Neither content has cases, as packages never have: name files of patients, or a folder with cases."
                            : "There are no patients.");
            return 2;
        }
        messages.printf(
                "Comparing %s with %s for %s; loading the rules first.%n",
                old, now, patients.isEmpty() ? Plural.of(cases.size(), "case") : from.text());
        messages.flush();
        List<DiffRun.PatientDifferences> all = new ArrayList<>();
        Progress progress = new Progress(messages);
        try (CaseRunner before = CaseRunner.of(content(old));
                CaseRunner after = CaseRunner.of(content(now))) {
            ContentDiff diff = new ContentDiff(before, after);
            try (DiffRun run = new DiffRun(diff, moment(), differences -> {
                all.add(differences);
                if (format == Format.text) {
                    progress.end();
                    print(differences, out);
                }
            })) {
                for (ContentCase each : cases) {
                    run.compare(each);
                    progress.at(() -> run.totals().patients() + " of " + cases.size() + " cases");
                }
                if (!patients.isEmpty()) {
                    read(from, diff.reading(moment()), run, progress, messages);
                }
                run.end();
                progress.end();
                Differences found = new Differences(
                        run.totals().patients(),
                        all.size(),
                        run.totals().cardsOfThousand().get(0),
                        run.totals().cardsOfThousand().get(1),
                        run.totals().rules(),
                        all,
                        run.notRead());
                found.notRead().forEach(messages::println);
                if (format == Format.json) {
                    out.println(new JsonMapper().writeValueAsString(found));
                } else {
                    print(found, out);
                }
                out.flush();
                return found.answeredOtherwise() == 0 && found.notRead().isEmpty() ? 0 : 1;
            }
        }
    }

    /** What is wrong with the command line; found before anything is loaded. */
    private Optional<String> mistake() {
        for (String each : List.of(old, now)) {
            if (content(each) instanceof Content.Folder folder && !folder.isContent()) {
                return Optional.of(folder.withoutContent());
            }
        }
        try {
            moment();
        } catch (DateTimeParseException e) {
            return Optional.of("--as-of must be an instant with a time zone, such as 2026-11-21T09:00:00Z.");
        }
        if (held < 1) {
            return Optional.of("--held must be 1 or more.");
        }
        return patients.stream()
                .filter(each -> !InputFile.exists(each))
                .findFirst()
                .map(each -> "There is no file and no folder " + each + ".");
    }

    /** The cases of the new content or, when it has none as a package, of the old. */
    private List<ContentCase> cases() throws IOException {
        for (String each : List.of(now, old)) {
            List<ContentCase> cases = each.equals("-") ? List.of() : ContentCase.in(Path.of(each));
            if (!cases.isEmpty()) {
                return cases;
            }
        }
        return List.of();
    }

    private ZonedDateTime moment() {
        return ZonedDateTime.parse(asOf);
    }

    /** Reads the patients, each as soon as all of it is there. */
    private void read(AssessSources from, PatientReading reading, DiffRun run, Progress progress, PrintWriter messages)
            throws IOException {
        CountingResultWriter counts = new CountingResultWriter(run, progress, from, null);
        for (InputFolder.Unread file : from.unread()) {
            counts.unread(file);
        }
        new FileAssessor(reading.guard(), reading.bundles(), reading.ndjson(), reading.limits())
                .assess(from.files(), reading.parameters(), held, counts);
        counts.end();
        progress.end();
        counts.readingSummary().forEach(messages::println);
    }

    private static Content content(String name) {
        return name.equals("-") ? new Content.Packaged() : Content.at(Path.of(name));
    }

    private static void print(DiffRun.PatientDifferences of, PrintWriter out) {
        out.println(of.patient().startsWith("Patient/") ? of.patient() + " (" + of.location() + ")" : of.patient());
        of.differences().forEach(difference -> out.println("  " + difference));
    }

    private static void print(Differences found, PrintWriter out) {
        found.rules().forEach((rule, count) -> {
            if (count.gained() + count.lost() > 0) {
                out.printf(
                        Locale.ROOT,
                        "%s: true for %d, was %d; %d gain it, %d lose it%n",
                        rule,
                        count.after(),
                        count.before(),
                        count.gained(),
                        count.lost());
            }
        });
        out.printf(
                Locale.ROOT,
                "%d of %d patients are answered otherwise. Cards for 1,000 patients: %d, were %d.%n",
                found.answeredOtherwise(),
                found.patients(),
                found.cardsForThousandAfter(),
                found.cardsForThousandBefore());
    }
}
