package org.calcinosiscds.commandline;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.calcinosiscds.authoring.CaseResult;
import org.calcinosiscds.authoring.ContentCase;
import org.calcinosiscds.authoring.ContentSession;
import org.calcinosiscds.knowledge.Content;
import org.calcinosiscds.knowledge.KnowledgeException;
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
            FilesBesideContent beside = new FilesBesideContent(folder);
            for (int seen = 0; seen < edits; ) {
                long start = System.nanoTime();
                ContentSession.Update update = session.look();
                Set<Path> others = beside.changed();
                if (update == null && others.isEmpty()) {
                    Thread.sleep(PAUSE_MILLIS);
                    continue;
                }
                seen++;
                try {
                    if (update != null) {
                        print(update, session, start, out);
                    }
                    if (!others.isEmpty()) {
                        print(others, session, start, out);
                    }
                } catch (KnowledgeException e) {
                    out.println(e.getMessage());
                    out.flush();
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
            int passed = run(cases, session, out);
            String of = update.changed().isAll()
                    ? "all rules"
                    : String.join(", ", update.changed().rules());
            out.printf(
                    Locale.ROOT,
                    "%d %s translated, %s. %.1f s%n",
                    update.translated().size(),
                    update.translated().size() == 1 ? "library" : "libraries",
                    cases.isEmpty()
                            ? "and no case is about what changed"
                            : passed + " of " + cases.size() + " cases of " + of + " passed",
                    (System.nanoTime() - start) / 1e9);
        }
        out.flush();
    }

    /** Runs the cases that were changed, and says what a changed source is to be followed by. */
    private void print(Set<Path> others, ContentSession session, long start, PrintWriter out) throws IOException {
        out.println("Changed: " + others.stream().map(Path::toString).collect(Collectors.joining(", ")));
        if (others.stream().anyMatch(FilesBesideContent::isSource)) {
            out.println("Generated files follow from it: run cds generate " + folder);
        }
        List<ContentCase> cases = ContentCase.in(folder).stream()
                .filter(each ->
                        others.stream().anyMatch(path -> folder.resolve(path).startsWith(each.path())))
                .toList();
        if (!cases.isEmpty() && session.hasContent()) {
            int passed = run(cases, session, out);
            out.printf(
                    Locale.ROOT,
                    "%d of %s passed. %.1f s%n",
                    passed,
                    Plural.of(cases.size(), "changed case"),
                    (System.nanoTime() - start) / 1e9);
        }
        out.flush();
    }

    /** Prints the differences of those that fail, and returns how many pass. */
    private static int run(List<ContentCase> cases, ContentSession session, PrintWriter out) throws IOException {
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
        return passed;
    }
}
