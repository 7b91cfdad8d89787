package org.calcinosiscds.commandline;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.calcinosiscds.authoring.CaseRunner;
import org.calcinosiscds.authoring.ContentCase;
import org.calcinosiscds.authoring.ContentDiff;
import org.calcinosiscds.knowledge.Content;
import org.calcinosiscds.outcome.RejectedInputException;
import org.calcinosiscds.outcome.RequestException;
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
            "Prints which patients gain or lose a rule, a card or an order when new content replaces old, with the",
            "condition that differs. Patients are the cases of the new content, or Bundles: files of a folder, or lines of a file."
        },
        footer = {
            "",
            "Example: the content of this folder against that of another, for the cases of this one.",
            "  cds diff ../content-of-last-year .",
            "Example: the same for the patients of an export, a Bundle a line, for programs.",
            "  cds diff ../content-of-last-year . patients.ndjson.gz --format json",
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
            description = "Folder or package of content, or - for that of this jar.")
    private String old = "";

    @Parameters(
            index = "1",
            paramLabel = "NEW",
            description = "Folder or package of content, or - for that of this jar.")
    private String now = "";

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "PATIENTS",
            description = {
                "Bundles in JSON, one patient each: a folder of files, or a file with a Bundle in each line (NDJSON, also",
                "compressed with gzip); without it the cases of NEW."
            })
    private @Nullable Path patients;

    @Option(names = "--as-of", paramLabel = "INSTANT", description = "Moment of the questions about PATIENTS.")
    private String asOf = "2026-11-21T09:00:00Z";

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
            Map<String, ContentDiff.Count> rules,
            List<PatientDifferences> differences,
            List<String> notRead) {}

    /** @param patient path of the case or of the file, with the line in it */
    record PatientDifferences(String patient, List<String> differences) {}

    @Override
    public Integer call() throws IOException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        for (String each : List.of(old, now)) {
            if (content(each) instanceof Content.Folder folder && !folder.isContent()) {
                spec.commandLine().getErr().println(folder.withoutContent());
                return 2;
            }
        }
        ZonedDateTime moment;
        try {
            moment = ZonedDateTime.parse(asOf);
        } catch (DateTimeParseException e) {
            spec.commandLine()
                    .getErr()
                    .println("--as-of must be an instant with a time zone, such as 2026-11-21T09:00:00Z.");
            return 2;
        }
        if (patients != null && !Files.exists(patients)) {
            spec.commandLine().getErr().println("There is no file and no folder " + patients + ".");
            return 2;
        }
        PrintWriter messages = spec.commandLine().getErr();
        try (DiffPatients asked = DiffPatients.of(patients, Path.of(now), moment)) {
            if (!asked.hasNext()) {
                messages.println("There are no patients.");
                return 2;
            }
            messages.printf("Comparing %s with %s for %s; loading the rules first.%n", old, now, asked.text());
            messages.flush();
            Differences found = compare(asked, out, messages);
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

    private Differences compare(DiffPatients asked, PrintWriter out, PrintWriter messages) throws IOException {
        Progress progress = new Progress(messages);
        List<PatientDifferences> all = new ArrayList<>();
        List<String> notRead = new ArrayList<>();
        try (CaseRunner before = CaseRunner.of(content(old));
                CaseRunner after = CaseRunner.of(content(now))) {
            ContentDiff diff = new ContentDiff(before, after);
            while (asked.hasNext()) {
                ContentCase each = asked.next();
                try {
                    List<String> differences = diff.compare(each);
                    if (!differences.isEmpty()) {
                        all.add(new PatientDifferences(each.toString(), differences));
                        if (format == Format.text) {
                            progress.end();
                            out.println(each);
                            differences.forEach(difference -> out.println("  " + difference));
                        }
                    }
                } catch (RejectedInputException e) {
                    notRead.add(each + ": " + e.getMessage());
                } catch (RequestException e) {
                    notRead.add(each + ": " + e.issues().get(0).diagnostics());
                }
                progress.at(() -> diff.patients() + " of " + asked.text());
            }
            progress.end();
            return new Differences(
                    diff.patients(),
                    all.size(),
                    diff.cardsOfThousand().get(0),
                    diff.cardsOfThousand().get(1),
                    diff.rules(),
                    all,
                    notRead);
        }
    }

    private static Content content(String name) {
        return name.equals("-") ? new Content.Packaged() : Content.at(Path.of(name));
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
