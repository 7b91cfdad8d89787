package org.calcinosiscds.commandline;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.concurrent.Callable;
import org.calcinosiscds.authoring.CaseInput;
import org.calcinosiscds.authoring.CaseRunner;
import org.calcinosiscds.authoring.ContentCase;
import org.calcinosiscds.decision.AssessmentRequest;
import org.calcinosiscds.decision.ExplainedRule;
import org.calcinosiscds.knowledge.Content;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.calcinosiscds.outcome.RejectedInputException;
import org.calcinosiscds.outcome.RequestException;
import org.calcinosiscds.time.AsOf;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code explain}: which conditions decide the rules for a patient. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Prints why rules are true, false or undetermined for a patient: the conditions that decide them, with their values.",
            "Without --rule those of every rule that is true, and one line for every other rule of the hook."
        },
        footer = {
            "",
            "Example: all rules of a case.",
            "  cds explain dialysis-product-71-40",
            "Example: why a rule is false for the patient of a Bundle, judged for an instant.",
            "  cds explain Bundle.json --rule CC-043 --as-of 2026-11-21T09:00:00Z",
            "",
            "Exit codes: 0 it was explained, 2 there is no such case, file or rule, 3 the content is defective."
        })
public final class ExplainCommand implements Callable<Integer> {
    private static final String PATIENT_VIEW = "patient-view";

    /** Names are those of the option. */
    enum Format {
        text,
        json
    }

    private final Clock clock;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            arity = "1",
            paramLabel = "CASE|FILE|-",
            description =
                    "Name or path of a case, or a Bundle of one patient in JSON; - is a Bundle from standard input.")
    private String source = "";

    @Option(
            names = "--rule",
            paramLabel = "ID",
            description = "Id of a rule, whose conditions are printed whatever it is.")
    private @Nullable String rule;

    @Option(
            names = "--hook",
            paramLabel = "HOOK",
            description = "Rules of this hook; by default of the case's, or patient-view for a file.")
    private @Nullable String hook;

    @Option(
            names = "--as-of",
            paramLabel = "INSTANT",
            description = "Judge for this instant; by default for the case's, or for now.")
    private @Nullable String asOf;

    @Option(
            names = "--context",
            paramLabel = "FILE",
            description = "Context of the hook in JSON, such as draftOrders; by default the case's, or none.")
    private @Nullable Path context;

    @Option(names = "--content", paramLabel = "DIR", description = "Folder of content; the current one by default.")
    private Path folder = Path.of(".");

    @Option(names = "--format", paramLabel = "FORMAT", description = "text (default) or json.")
    private Format format = Format.text;

    public ExplainCommand(Clock clock) {
        this.clock = clock;
    }

    /**
     * What programs read.
     *
     * @param rules by id; the one that was asked for, or all of the hook
     */
    record Explained(String hook, String asOf, List<ExplainedRule> rules) {}

    @Override
    public Integer call() throws IOException {
        try {
            return explain();
        } catch (RequestException e) {
            spec().commandLine().getErr().println(e.issues().get(0).diagnostics());
            return 2;
        }
    }

    private int explain() throws IOException {
        PrintWriter out = spec().commandLine().getOut();
        PrintWriter messages = spec().commandLine().getErr();
        Content.Folder content = new Content.Folder(folder);
        if (!content.isContent()) {
            throw mistake(content.withoutContent());
        }
        CaseInput input = input(content);
        messages.println("Explaining " + (rule == null ? "the rules of " + input.hook() : rule) + " for " + source
                + "; loading the rules first.");
        messages.flush();
        try (CaseRunner runner = CaseRunner.of(content)) {
            List<ExplainedRule> all = runner.explain(request(runner, input), input.parameters());
            List<ExplainedRule> asked = all.stream()
                    .filter(each -> rule == null || each.rule().equals(rule))
                    .toList();
            if (asked.isEmpty()) {
                throw mistake("The hook " + input.hook() + " has no rule" + (rule == null ? "" : " " + rule) + ".");
            }
            if (format == Format.json) {
                out.println(new JsonMapper()
                        .writeValueAsString(new Explained(input.hook(), AsOf.text(input.asOf()), asked)));
            } else if (rule != null) {
                asked.forEach(each -> ExplanationText.tree(each).forEach(out::println));
            } else {
                ExplanationText.of(asked).forEach(out::println);
            }
            out.flush();
            return 0;
        }
    }

    private AssessmentRequest request(CaseRunner runner, CaseInput input) {
        try {
            return runner.request(input);
        } catch (RejectedInputException | KnowledgeException e) {
            throw mistake(String.valueOf(e.getMessage()));
        }
    }

    /** The question: the record of the case or of the file, with what the options say otherwise. */
    private CaseInput input(Content.Folder content) throws IOException {
        SortedSet<String> hooks = ContentHooks.of(content);
        if (hook != null && !hooks.contains(hook)) {
            throw mistake("--hook must be one of " + String.join(", ", hooks) + ".");
        }
        boolean isFile = source.equals(InputFile.STANDARD_INPUT)
                || (Files.isRegularFile(Path.of(source)) && !source.endsWith(".yaml"));
        CaseInput given = isFile ? ofFile() : ofCase();
        return new CaseInput(
                hook == null ? given.hook() : hook,
                given.bundle(),
                context == null ? given.context() : object(context),
                asOf == null ? given.asOf() : moment(),
                given.userType(),
                given.parameters());
    }

    private CaseInput ofCase() throws IOException {
        return ContentCase.named(folder, source)
                .orElseThrow(() -> mistake("There is no case and no file " + source + "."))
                .input();
    }

    private CaseInput ofFile() throws IOException {
        try (InputFile file = InputFile.of(source)) {
            String bundle = new String(file.stream().readAllBytes(), StandardCharsets.UTF_8);
            return new CaseInput(
                    PATIENT_VIEW,
                    bundle,
                    CaseInput.read("{}".getBytes(StandardCharsets.UTF_8)),
                    moment(),
                    null,
                    Map.of());
        } catch (UnreadableFileException e) {
            throw mistake(source + ": " + e.getMessage());
        }
    }

    private ObjectNode object(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw mistake("There is no file " + file + ".");
        }
        try {
            return CaseInput.read(Files.readAllBytes(file));
        } catch (RequestException e) {
            throw mistake(file + " is no JSON object.");
        }
    }

    private ZonedDateTime moment() {
        try {
            return AsOf.of(asOf, ZoneOffset.UTC, clock);
        } catch (DateTimeException e) {
            throw mistake(
                    "--as-of must be an instant with a time zone between 1900 and 2200, such as 2026-11-21T09:00:00Z.");
        }
    }

    private static RequestException mistake(String message) {
        return RequestException.badRequest("", message);
    }

    private CommandSpec spec() {
        return Objects.requireNonNull(spec, "The command was not made by picocli.");
    }
}
