package org.calcinosiscds.commandline;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.calcinosiscds.authoring.CaseRunner;
import org.calcinosiscds.authoring.ContentCase;
import org.calcinosiscds.authoring.ContentDiff;
import org.calcinosiscds.knowledge.Content;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code diff}: for whom a new version of content answers otherwise, and why. */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Prints which patients gain or lose a rule, a card or an order when new content replaces old, with the",
            "condition that differs. Patients are the cases of the new content, or Bundles in a folder."
        },
        footer = {
            "",
            "Example: the content of this folder against that of another, for the cases of this one.",
            "  cds diff ../content-of-last-year .",
            "",
            "Exit codes: 0 all answers are the same, 1 some differ, 2 the command line is wrong,",
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
            description = "Folder of Bundles in JSON, one patient each; without it the cases of NEW.")
    private @Nullable Path patients;

    @Option(names = "--as-of", paramLabel = "INSTANT", description = "Moment of the questions about PATIENTS.")
    private String asOf = "2026-11-21T09:00:00Z";

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
        if (patients != null && !Files.isDirectory(patients)) {
            spec.commandLine().getErr().println("There is no folder " + patients + ".");
            return 2;
        }
        List<ContentCase> cases =
                patients == null ? ContentCase.in(Path.of(now)) : ContentCase.ofBundles(patients, moment);
        if (cases.isEmpty()) {
            spec.commandLine().getErr().println("There are no patients.");
            return 2;
        }
        PrintWriter messages = spec.commandLine().getErr();
        messages.printf("Comparing %s with %s for %d patients; loading the rules first.%n", old, now, cases.size());
        messages.flush();
        Progress progress = new Progress(messages);
        int differing = 0;
        try (CaseRunner before = CaseRunner.of(content(old));
                CaseRunner after = CaseRunner.of(content(now))) {
            ContentDiff diff = new ContentDiff(before, after);
            for (ContentCase each : cases) {
                List<String> differences = diff.compare(each);
                if (!differences.isEmpty()) {
                    differing++;
                    out.println(each);
                    differences.forEach(difference -> out.println("  " + difference));
                }
                progress.at(() -> diff.patients() + " of " + cases.size() + " patients");
            }
            progress.end();
            print(diff, differing, out);
        }
        return differing == 0 ? 0 : 1;
    }

    private static Content content(String name) {
        return name.equals("-") ? new Content.Packaged() : Content.at(Path.of(name));
    }

    private static void print(ContentDiff diff, int differing, PrintWriter out) {
        diff.rules().forEach((rule, count) -> {
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
                differing,
                diff.patients(),
                diff.cardsOfThousand().get(1),
                diff.cardsOfThousand().get(0));
        out.flush();
    }
}
