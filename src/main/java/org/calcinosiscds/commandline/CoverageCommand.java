package org.calcinosiscds.commandline;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.calcinosiscds.authoring.CaseRunner;
import org.calcinosiscds.authoring.ContentCase;
import org.calcinosiscds.authoring.CoveragePage;
import org.calcinosiscds.authoring.CoveragePoint;
import org.calcinosiscds.authoring.CoverageTotals;
import org.calcinosiscds.authoring.LcovReport;
import org.calcinosiscds.authoring.LibraryCoverage;
import org.calcinosiscds.authoring.NeverNullReasons;
import org.calcinosiscds.authoring.RuleCoverage;
import org.calcinosiscds.authoring.RuleIds;
import org.calcinosiscds.cql.ExpressionCounts;
import org.calcinosiscds.knowledge.Content;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code coverage}: which expressions of the CQL the cases evaluate, and which truth values they have seen. */
@Command(
        name = "coverage",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs the cases of content and prints which expressions of its CQL they evaluate.",
            "A truth value is covered when a case has seen it true and another has seen it false; a rule also undetermined,",
            "unless its operators, or a row of fhir-resources/tests/never-null.csv, show that it never is."
        },
        footer = {
            "",
            "Example: what no case has seen of a rule.",
            "  cds coverage --missing CC-012",
            "Example: a page with the marked source.",
            "  cds coverage --format html > coverage.html",
            "",
            "Exit codes: 0 all is well, 1 less is covered than --at-least, or --missing found something, or a row of never-null.csv",
            "is out of date, 2 the command line is wrong, 3 the content is defective."
        })
public final class CoverageCommand implements Callable<Integer> {
    /** Names are those of the option. */
    enum Format {
        text,
        lcov,
        html,
        json
    }

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private CaseSelection selection = new CaseSelection();

    @Option(
            names = "--missing",
            paramLabel = "ID",
            description =
                    "Print the conditions of this rule that no case has seen true, or false, and whether it was undetermined.")
    private @Nullable String missing;

    @Option(
            names = "--at-least",
            paramLabel = "PERCENT",
            description = "Exit code 1 when less is covered, or a rule was not seen as it ought to be.")
    private double atLeast;

    @Option(names = "--format", paramLabel = "FORMAT", description = "text (default), lcov, html or json.")
    private Format format = Format.text;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        PrintWriter messages = spec.commandLine().getErr();
        List<ContentCase> cases = selection.cases(messages);
        if (cases.isEmpty()) {
            return 2;
        }
        Content.Folder content = selection.content();
        if (missing != null) {
            Optional<String> unknown = RuleIds.missing(missing, content.texts());
            if (unknown.isPresent()) {
                messages.println(unknown.get());
                return 2;
            }
        }
        NeverNullReasons reasons = NeverNullReasons.in(content.path());
        List<LibraryCoverage> libraries = run(content, cases, reasons, messages);
        List<String> outOfDate = reasons.outOfDate(libraries);
        outOfDate.forEach(messages::println);
        int exitCode;
        if (missing != null) {
            exitCode = printMissing(missing, libraries, content.texts(), out, messages);
        } else {
            print(libraries, content.texts(), cases.size(), out);
            boolean areRulesSeen =
                    rules(libraries).stream().allMatch(rule -> rule.missing().isEmpty());
            exitCode = atLeast > 0 && (CoverageTotals.of(libraries).percent() < atLeast || !areRulesSeen) ? 1 : 0;
        }
        out.flush();
        return outOfDate.isEmpty() ? exitCode : 1;
    }

    private static List<LibraryCoverage> run(
            Content content, List<ContentCase> cases, NeverNullReasons reasons, PrintWriter messages)
            throws IOException {
        messages.printf(
                "Running %s of %s; loading the rules first.%n", Plural.of(cases.size(), "case"), content.name());
        messages.flush();
        Progress progress = new Progress(messages);
        ExpressionCounts counts = new ExpressionCounts();
        try (CaseRunner runner = CaseRunner.of(content)) {
            int[] done = {0};
            for (ContentCase each : cases) {
                runner.observe(each, counts);
                done[0]++;
                progress.at(() -> done[0] + " of " + cases.size() + " cases");
            }
            progress.end();
            return runner.coverage(counts, reasons);
        }
    }

    private void print(List<LibraryCoverage> libraries, Map<String, String> texts, int cases, PrintWriter out) {
        switch (format) {
            case lcov -> out.print(LcovReport.of(libraries));
            case html -> out.print(CoveragePage.of(libraries, texts, cases));
            case json -> out.println(new JsonMapper().writeValueAsString(libraries));
            case text -> {
                out.printf("%-36s %12s %16s %6s%n", "library", "definitions", "seen", "%");
                String rule = selection.rule();
                libraries.stream()
                        .filter(each -> rule == null
                                || !each.reachedFrom(rule + RuleCoverage.FIRES).isEmpty())
                        .forEach(each -> printRow(each.name(), CoverageTotals.of(List.of(each)), out));
                if (rule == null) {
                    printRow("all", CoverageTotals.of(libraries), out);
                }
                printRules(rules(libraries), out);
            }
        }
    }

    /** The rules that the command is about. */
    private List<RuleCoverage> rules(List<LibraryCoverage> libraries) {
        return RuleCoverage.of(libraries).stream()
                .filter(each -> selection.rule() == null || each.rule().equals(selection.rule()))
                .toList();
    }

    private static void printRow(String name, CoverageTotals totals, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%-36s %12s %16s %6.1f%n",
                name,
                totals.evaluatedDefinitions() + " of " + totals.definitions(),
                totals.seen() + " of " + totals.required(),
                totals.percent());
    }

    private static void printRules(List<RuleCoverage> rules, PrintWriter out) {
        out.printf(
                "%s: %d can never be undetermined, %d were undetermined in a case.%n",
                Plural.of(rules.size(), "rule"),
                rules.stream().filter(each -> each.define().isNeverNull()).count(),
                rules.stream().filter(RuleCoverage::isSeenNull).count());
        rules.stream()
                .filter(each -> !each.missing().isEmpty())
                .forEach(each -> out.println("  " + each.rule() + " was " + String.join(", ", each.missing()) + "."));
    }

    private static int printMissing(
            String rule,
            List<LibraryCoverage> libraries,
            Map<String, String> texts,
            PrintWriter out,
            PrintWriter messages) {
        String define = rule + " Fires";
        LibraryCoverage library = libraries.stream()
                .filter(each -> !each.reachedFrom(define).isEmpty())
                .findFirst()
                .orElse(null);
        if (library == null) {
            messages.println("There is no define \"" + define + "\".");
            return 2;
        }
        List<String> lines = texts.getOrDefault(library.file(), "").lines().toList();
        List<CoveragePoint> points = library.reachedFrom(define).stream()
                .flatMap(each -> each.points().stream())
                .filter(each -> !each.isComplete())
                .toList();
        for (CoveragePoint each : points) {
            out.printf(
                    "%s:%d:%d  %s: %s%n    %s%n",
                    library.file(),
                    each.start().line(),
                    each.start().column(),
                    each.missing(),
                    lines.get(each.start().line() - 1).strip(),
                    need(each));
        }
        RuleCoverage whole = RuleCoverage.of(libraries).stream()
                .filter(each -> each.rule().equals(rule))
                .findFirst()
                .orElseThrow();
        boolean isNullMissing = whole.missing().contains("never undetermined");
        if (isNullMissing) {
            out.printf(
                    "%s:%d:%d  never undetermined: \"%s\"%n    %s%n",
                    library.file(),
                    whole.define().start().line(),
                    whole.define().start().column(),
                    define,
                    "A case is needed whose record leaves it open, or a row of never-null.csv that says why there is none.");
        }
        out.printf(
                points.size() == 1
                        ? "%s of %s was not seen as it ought to be.%n"
                        : "%s of %s were not seen as they ought to be.%n",
                Plural.of(points.size(), "condition"),
                rule);
        return points.isEmpty() && !isNullMissing ? 0 : 1;
    }

    private static String need(CoveragePoint point) {
        return switch (point.missing()) {
            case "never evaluated" -> "A case is needed whose patient meets what is asked before it.";
            case "only undetermined" -> "A case is needed whose record has what it compares.";
            case "never true" -> "A case is needed in which it is true.";
            default -> "A case is needed in which it is false.";
        };
    }
}
