package org.calcinosiscds.commandline;

import ca.uhn.fhir.context.FhirContext;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.Callable;
import org.calcinosiscds.assess.AssessParameters;
import org.calcinosiscds.assess.AssessParametersReader;
import org.calcinosiscds.assess.OperationInput;
import org.calcinosiscds.assess.ResultWriter;
import org.calcinosiscds.knowledge.Content;
import org.calcinosiscds.outcome.RequestException;
import org.calcinosiscds.recognition.Recognition;
import org.calcinosiscds.time.AsOf;
import org.calcinosiscds.wiring.AssessConfiguration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assess}: the answers of {@code $assess} for files, without a server. */
@Command(
        name = "assess",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Assesses the patients in files of FHIR R4 and prints the answers of POST /fhir/$$assess.",
        footer = {
            "",
            "Of a folder, and of the folders in it, all files are read that hold FHIR in JSON: a Bundle each, or NDJSON and single",
            "resources, which are taken together. Files may be compressed with gzip. A file that is not read is named.",
            "Log and progress go to standard error, the answers to standard output.",
            "",
            "Example: the patients of an export, for programs.",
            "  cds assess --format ndjson export/ > answers.ndjson",
            "",
            "Exit codes: 0 every patient was assessed, 1 some or none could be, 2 the command line is wrong, 3 it failed."
        })
public final class AssessCommand implements Callable<Integer> {
    /** Files come from the person who runs the command; the limits of requests would refuse ordinary records. */
    private static final Map<String, Object> SETTINGS = Map.of(
            "logging.config", "classpath:logback-command.xml",
            "spring.main.banner-mode", "off",
            "spring.main.log-startup-info", "false",
            "calcinosis.limits.body", "1GB",
            "calcinosis.limits.body-time", "1h",
            "calcinosis.limits.tokens", "200000000",
            "calcinosis.limits.entries", "200000",
            "calcinosis.limits.resources", "200000",
            "calcinosis.evaluation.max-wait", "1h",
            "calcinosis.evaluation.max-time", "5m");

    private final Clock clock;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE|DIR|-",
            description =
                    "A Bundle, NDJSON, a resource, a folder of them; - is NDJSON or a Bundle from standard input.")
    private List<String> sources = new ArrayList<>();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "table for people (default), ndjson or json for programs.")
    private OutputFormat format = OutputFormat.table;

    @Option(
            names = "--as-of",
            paramLabel = "INSTANT",
            description = "Assess for this instant, such as 2026-11-21T09:00:00Z; now by default.")
    private @Nullable String asOf;

    @Option(
            names = "--time-zone",
            paramLabel = "ZONE",
            description =
                    "Where the patients are, as an IANA name such as Australia/Sydney: dates are days there. UTC by default, and not used when --as-of has another offset.")
    private ZoneId timeZone = ZoneOffset.UTC;

    @Option(
            names = "--content",
            paramLabel = "DIR",
            description =
                    "Rules of the content in this folder, which has cql/ and fhir-resources/, in place of the packaged one.")
    private String content = "";

    @Option(names = "--hook", paramLabel = "HOOK", description = "Rules of this hook; patient-view by default.")
    private @Nullable String hook;

    @Option(names = "--subject", paramLabel = "REFERENCE", description = "Only this patient, such as Patient/1.")
    private @Nullable String subject;

    @Option(
            names = "--coverage",
            description = {
                "Print in place of the answers how many medicines, conditions, results, findings and orders were",
                "recognised, by code system, and the codes that most often were not; as a table or as json."
            })
    private boolean coverage;

    @Option(
            names = "--held",
            paramLabel = "NUMBER",
            description = {
                "Resources of NDJSON kept in memory at a time; a million by default.",
                "Larger files must be sorted by patient."
            })
    private int held = 1_000_000;

    public AssessCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter messages = spec().commandLine().getErr();
        Optional<String> mistake = mistake();
        if (mistake.isPresent()) {
            messages.println(mistake.get());
            return 2;
        }
        AssessSources from = AssessSources.of(sources);
        from.unread().forEach(file -> messages.println("Not read: " + file.name() + ". " + file.reason()));
        if (from.files().isEmpty()) {
            messages.println("There is no file of FHIR resources in JSON in " + from.namesText() + ".");
            return 1;
        }
        messages.println("Assessing " + from.text() + "; loading the rules first.");
        messages.flush();
        Progress progress = new Progress(messages);
        try (ConfigurableApplicationContext context = start();
                OutputStream out = progress.above(new FileOutputStream(FileDescriptor.out))) {
            AssessParameters parameters = parameters(context.getBean(AssessParametersReader.class));
            CountingResultWriter answers = new CountingResultWriter(answers(out, context), progress, from, subject);
            for (InputFolder.Unread file : from.unread()) {
                answers.unread(file);
            }
            context.getBean(FileAssessor.class).assess(from.files(), parameters, held, answers);
            answers.end();
            progress.end();
            answers.summary().forEach(messages::println);
            messages.flush();
            return answers.isWhole() ? 0 : 1;
        } catch (RequestException e) {
            messages.println(e.issues().get(0).diagnostics());
            return 2;
        }
    }

    /** What is wrong with the command line; found before anything is loaded. */
    private Optional<String> mistake() {
        if (!content.isEmpty()
                && Content.at(Path.of(content)) instanceof Content.Folder folder
                && !folder.isContent()) {
            return Optional.of(folder.withoutContent());
        }
        List<String> missing =
                sources.stream().filter(source -> !InputFile.exists(source)).toList();
        if (!missing.isEmpty()) {
            return Optional.of("There is no file " + String.join(", ", missing) + ".");
        }
        if (held < 1) {
            return Optional.of("--held must be 1 or more.");
        }
        try {
            AsOf.of(asOf, timeZone, clock);
        } catch (DateTimeException e) {
            return Optional.of(
                    "--as-of must be an instant with a time zone between 1900 and 2200, such as 2026-11-21T09:00:00Z.");
        }
        if (hook != null) {
            SortedSet<String> hooks =
                    ContentHooks.of(content.isEmpty() ? new Content.Packaged() : Content.at(Path.of(content)));
            if (!hooks.contains(hook)) {
                return Optional.of("--hook must be one of " + String.join(", ", hooks) + ".");
            }
        }
        return Optional.empty();
    }

    private ResultWriter answers(OutputStream out, ConfigurableApplicationContext context) throws IOException {
        return coverage
                ? new CoverageResultWriter(out, context.getBean(Recognition.class), format != OutputFormat.table)
                : format.answers(out, context.getBean(FhirContext.class));
    }

    private ConfigurableApplicationContext start() {
        return new SpringApplicationBuilder(AssessConfiguration.class, FileAssessor.class)
                .web(WebApplicationType.NONE)
                .properties(SETTINGS)
                .initializers(context -> context.getBeanFactory().registerSingleton("clock", clock))
                .registerShutdownHook(false)
                .run("--calcinosis.content.folder=" + content);
    }

    private AssessParameters parameters(AssessParametersReader reader) {
        Map<String, String[]> given = new HashMap<>();
        put(given, "asOf", asOf);
        put(given, "hook", hook);
        put(given, "subject", subject);
        return reader.read(OperationInput.of(given, null, AssessParametersReader.NAMES), timeZone);
    }

    private static void put(Map<String, String[]> given, String name, @Nullable String value) {
        if (value != null) {
            given.put(name, new String[] {value});
        }
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("The command was not made by picocli.");
        }
        return spec;
    }
}
