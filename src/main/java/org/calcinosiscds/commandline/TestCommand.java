package org.calcinosiscds.commandline;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.calcinosiscds.authoring.CaseResult;
import org.calcinosiscds.authoring.CaseRunner;
import org.calcinosiscds.authoring.ChangedRules;
import org.calcinosiscds.authoring.CommittedContent;
import org.calcinosiscds.authoring.ContentCase;
import org.calcinosiscds.authoring.JunitReport;
import org.calcinosiscds.knowledge.Content;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code test}: whether the content answers its cases as they expect. */
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs the cases of content and prints which are not answered as they expect.",
            "Cases are folders fhir-resources/tests/<hook>/<topic>/<case>, short cases <case>.yaml there, and folders",
            "input/tests/<library>/<case> with a file for each resource."
        },
        footer = {
            "",
            "Example: the cases of one rule of the content in this folder.",
            "  cds test --rule CC-043",
            "",
            "Exit codes: 0 every case passed, 1 some did not, 2 the command line is wrong, 3 the content is defective."
        })
public final class TestCommand implements Callable<Integer> {
    /** Names are those of the option. */
    enum Format {
        text,
        junit
    }

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private CaseSelection selection = new CaseSelection();

    @Option(
            names = "--changed",
            description = "Only cases of the rules that changes since the last commit of git can reach.")
    private boolean changed;

    @Option(names = "--format", paramLabel = "FORMAT", description = "text (default) or junit.")
    private Format format = Format.text;

    @Option(names = "--update", description = "Write what came into the cases that failed, after asking.")
    private boolean update;

    @Option(names = "--yes", description = "Do not ask before --update writes.")
    private boolean yes;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec().commandLine().getOut();
        PrintWriter messages = spec().commandLine().getErr();
        List<ContentCase> cases = selection.cases(messages);
        if (cases.isEmpty()) {
            return 2;
        }
        Content.Folder content = selection.content();
        if (changed) {
            ChangedRules rules = ChangedRules.between(CommittedContent.texts(selection.folder()), content.texts());
            cases = cases.stream().filter(rules::reach).toList();
        }
        List<CaseResult> results = run(content, cases, messages);
        if (format == Format.junit) {
            out.print(JunitReport.of(results));
        } else {
            print(results, out);
        }
        out.flush();
        List<CaseResult> failed =
                results.stream().filter(each -> !each.isPassed()).toList();
        if (update && !failed.isEmpty() && (yes || isAgreed(failed.size(), messages))) {
            return write(failed, messages);
        }
        return failed.isEmpty() ? 0 : 1;
    }

    private static List<CaseResult> run(Content content, List<ContentCase> cases, PrintWriter messages)
            throws IOException {
        messages.printf(
                "Running %s of %s; loading the rules first.%n", Plural.of(cases.size(), "case"), content.name());
        messages.flush();
        Progress progress = new Progress(messages);
        List<CaseResult> results = new ArrayList<>();
        try (CaseRunner runner = CaseRunner.of(content)) {
            for (ContentCase each : cases) {
                results.add(runner.run(each));
                progress.at(() -> results.size() + " of " + cases.size() + " cases");
            }
        }
        progress.end();
        return results;
    }

    private static void print(List<CaseResult> results, PrintWriter out) {
        int failed = 0;
        for (CaseResult each : results) {
            if (!each.isPassed()) {
                failed++;
                out.println(each.of());
                each.differences().forEach(difference -> out.println("  " + difference));
            }
        }
        out.printf(
                java.util.Locale.ROOT,
                "%d of %s passed. %.1f s%n",
                results.size() - failed,
                Plural.of(results.size(), "case"),
                results.stream().mapToDouble(CaseResult::seconds).sum());
    }

    private static boolean isAgreed(int files, PrintWriter messages) throws IOException {
        messages.printf("Write what came into %s? [y/N] ", Plural.of(files, "case"));
        messages.flush();
        String answer = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        return answer != null && answer.strip().equalsIgnoreCase("y");
    }

    private static int write(List<CaseResult> failed, PrintWriter messages) throws IOException {
        int unanswered = 0;
        for (CaseResult each : failed) {
            if (!each.write()) {
                unanswered++;
            }
        }
        messages.printf(
                "Wrote %s. Review the changes before you commit them.%n",
                Plural.of(failed.size() - unanswered, "file"));
        messages.flush();
        return unanswered == 0 ? 0 : 1;
    }

    private CommandSpec spec() {
        return Objects.requireNonNull(spec, "The command was not made by picocli.");
    }
}
