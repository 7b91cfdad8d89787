package org.calcinosiscds.commandline;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.calcinosiscds.authoring.CaseRunner;
import org.calcinosiscds.authoring.ContentCase;
import org.calcinosiscds.decision.RuleExplanation;
import org.calcinosiscds.knowledge.Content;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code explain}: which conditions decide a rule in a case. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Prints why a rule is true, false or undetermined in a case: the conditions that decide it, with their values.",
        footer = {
            "",
            "Example: why a rule is true in a case.",
            "  cds explain dialysis-product-71-40 --rule CC-010",
            "",
            "Exit codes: 0 it was explained, 2 there is no such case or rule, 3 the content is defective."
        })
public final class ExplainCommand implements Callable<Integer> {
    /** Names are those of the option. */
    enum Format {
        text,
        json
    }

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(arity = "1", paramLabel = "CASE", description = "Name of a case.")
    private String name = "";

    @Option(names = "--rule", paramLabel = "ID", required = true, description = "Id of a rule.")
    private String rule = "";

    @Option(names = "--content", paramLabel = "DIR", description = "Folder of content; the current one by default.")
    private Path folder = Path.of(".");

    @Option(names = "--format", paramLabel = "FORMAT", description = "text (default) or json.")
    private Format format = Format.text;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        PrintWriter messages = spec.commandLine().getErr();
        Content.Folder content = new Content.Folder(folder);
        if (!content.isContent()) {
            messages.println(content.withoutContent());
            return 2;
        }
        Optional<ContentCase> named = ContentCase.named(folder, name);
        if (named.isEmpty()) {
            messages.println("There is no case " + name + ".");
            return 2;
        }
        messages.println("Explaining " + rule + " for " + named.get() + "; loading the rules first.");
        messages.flush();
        try (CaseRunner runner = CaseRunner.of(content)) {
            Optional<RuleExplanation> found = runner.explain(named.get(), rule);
            if (found.isEmpty()) {
                messages.println("There is no define \"" + rule + " Fires\".");
                return 2;
            }
            if (format == Format.json) {
                out.println(new JsonMapper().writeValueAsString(found.get()));
            } else {
                out.println(rule + " " + state(found.get().value()));
                found.get().because().forEach(each -> print(each, "  ", out));
            }
            out.flush();
            return 0;
        }
    }

    private static String state(String value) {
        return value.equals("null") ? "undetermined" : value;
    }

    private static void print(RuleExplanation each, String indent, PrintWriter out) {
        out.printf("%s%s = %s  %s.cql:%d%n", indent, each.condition(), each.value(), each.library(), each.line());
        each.because().forEach(part -> print(part, indent + "  ", out));
    }
}
