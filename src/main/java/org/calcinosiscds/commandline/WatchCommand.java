package org.calcinosiscds.commandline;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.calcinosiscds.authoring.CaseResult;
import org.calcinosiscds.authoring.ContentCase;
import org.calcinosiscds.authoring.ContentSession;
import org.calcinosiscds.knowledge.Content;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code watch}: what each edit of content breaks, as soon as it is saved. */
@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Waits for changes of the content in a folder and says what each breaks.",
            "After each it translates what changed and what depends on it, and runs the cases of the rules",
            "that it reaches. Broken content is reported and the last good one kept."
        },
        footer = {
            "",
            "Example: the content of this folder, until Ctrl+C is pressed.",
            "  cds watch .",
            "",
            "Exit codes: 0 it was ended, 2 the command line is wrong, 3 it failed."
        })
public final class WatchCommand implements Callable<Integer> {
    private static final long PAUSE_MILLIS = 200;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "FOLDER", description = "Folder of content; the current one by default.")
    private Path folder = Path.of(".");

    @Option(names = "--edits", paramLabel = "N", description = "End after this many changes; by default never.")
    private int edits = Integer.MAX_VALUE;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        Content.Folder content = new Content.Folder(folder);
        if (!content.isContent()) {
            spec.commandLine().getErr().println(content.withoutContent());
            return 2;
        }
        spec.commandLine().getErr().println("Reading " + content.name() + ".");
        spec.commandLine().getErr().flush();
        try (ContentSession session = new ContentSession(content)) {
            session.look();
            session.findings().forEach(finding -> out.println(FindingText.of(finding, Terminal.ansi())));
            out.println("Waiting for changes.");
            out.flush();
            for (int seen = 0; seen < edits; ) {
                long start = System.nanoTime();
                ContentSession.Update update = session.look();
                if (update == null) {
                    Thread.sleep(PAUSE_MILLIS);
                } else {
                    seen++;
                    print(update, session, start, out);
                }
            }
        }
        return 0;
    }

    private void print(ContentSession.Update update, ContentSession session, long start, PrintWriter out)
            throws IOException {
        out.println("Changed: " + String.join(", ", update.files()));
        if (!update.isGood()) {
            session.findings().forEach(finding -> out.println(FindingText.of(finding, Terminal.ansi())));
            out.println(session.hasContent() ? "The last good content is kept." : "There is no good content yet.");
        } else {
            List<ContentCase> cases = ContentCase.in(folder).stream()
                    .filter(update.changed()::reach)
                    .toList();
            int passed = 0;
            for (ContentCase each : cases) {
                CaseResult result = session.runner().run(each);
                if (result.isPassed()) {
                    passed++;
                } else {
                    out.println(each);
                    result.differences().forEach(difference -> out.println("  " + difference));
                }
            }
            out.printf(
                    Locale.ROOT,
                    "%d %s translated, %d of %d cases of %s passed. %.1f s%n",
                    update.translated().size(),
                    update.translated().size() == 1 ? "library" : "libraries",
                    passed,
                    cases.size(),
                    update.changed().isAll()
                            ? "all rules"
                            : rules(update.changed().rules()),
                    (System.nanoTime() - start) / 1e9);
        }
        out.flush();
    }

    private static String rules(java.util.Set<String> rules) {
        return rules.isEmpty() ? "no rule" : String.join(", ", rules);
    }
}
