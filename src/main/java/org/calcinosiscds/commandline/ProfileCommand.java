package org.calcinosiscds.commandline;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.calcinosiscds.authoring.CaseRunner;
import org.calcinosiscds.authoring.ContentCase;
import org.calcinosiscds.cql.DefinitionProfile;
import org.calcinosiscds.knowledge.Content;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code profile}: which definitions cost how much in a case. */
@Command(
        name = "profile",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Prints how many expressions each define and function evaluates in one answer to a case, and their time.",
            "What a definition refers to counts there and not for itself. Times are for comparing definitions with each other:",
            "measuring makes an answer several times slower."
        },
        footer = {
            "",
            "Example: the ten definitions of a case that cost most.",
            "  cds profile dialysis-product-71-40 --top 10",
            "",
            "Exit codes: 0 it was measured, 2 the command line is wrong or there is no such case, 3 the content is defective."
        })
public final class ProfileCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(arity = "1", paramLabel = "CASE", description = "Name of a case.")
    private String name = "";

    @Option(names = "--top", paramLabel = "COUNT", description = "How many definitions; 40 by default.")
    private int top = 40;

    @Option(names = "--answers", paramLabel = "COUNT", description = "How many answers are measured; 100 by default.")
    private int answers = 100;

    @Option(names = "--content", paramLabel = "DIR", description = "Folder of content; the current one by default.")
    private Path folder = Path.of(".");

    @Override
    public Integer call() throws IOException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        PrintWriter messages = spec.commandLine().getErr();
        Content.Folder content = new Content.Folder(folder);
        if (!content.isContent()) {
            messages.println(content.withoutContent());
            return 2;
        }
        if (answers < 1 || top < 1) {
            messages.println("--answers and --top must be 1 or more.");
            return 2;
        }
        Optional<ContentCase> named = ContentCase.named(folder, name);
        if (named.isEmpty()) {
            messages.println("There is no case " + name + ".");
            return 2;
        }
        messages.println("Measuring " + named.get() + "; loading the rules first.");
        messages.flush();
        try (CaseRunner runner = CaseRunner.of(content)) {
            print(runner.profile(named.get(), answers).costs(), out);
            out.flush();
            return 0;
        }
    }

    /** Of one answer, the most expensive definition first. */
    private void print(List<DefinitionProfile.Cost> costs, PrintWriter out) {
        out.printf("%12s %12s %12s  %s%n", "microseconds", "expressions", "evaluations", "definition");
        costs.stream()
                .limit(top)
                .forEach(cost -> out.printf(
                        Locale.ROOT,
                        "%12.1f %12d %12d  %s%n",
                        microseconds(cost.nanos()),
                        cost.expressions() / answers,
                        cost.evaluations() / answers,
                        definition(cost)));
        out.printf(
                Locale.ROOT,
                "%12.1f %12d %12s  %s%n",
                microseconds(
                        costs.stream().mapToLong(DefinitionProfile.Cost::nanos).sum()),
                costs.stream().mapToLong(DefinitionProfile.Cost::expressions).sum() / answers,
                "",
                "all");
    }

    private double microseconds(long nanos) {
        return nanos / 1e3 / answers;
    }

    private static String definition(DefinitionProfile.Cost cost) {
        return cost.library().isEmpty()
                ? "(conditions and texts of the PlanDefinition)"
                : cost.library() + ".\"" + cost.name() + "\"";
    }
}
