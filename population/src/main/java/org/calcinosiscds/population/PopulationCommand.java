package org.calcinosiscds.population;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.calcinosiscds.assess.PatientAssessments;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command line. */
@Command(
        name = "cds-population",
        mixinStandardHelpOptions = true,
        version = "0.1.0",
        sortOptions = false,
        description = "Assesses the patients of a Bulk Data export and writes tables, answers as FHIR, and numbers.",
        footer = {
            "",
            "Examples:",
            "  All patients of an export.",
            "    cds-population --in export/ --out screening/ --as-of 2026-11-21T09:00:00Z",
            "  Two folders and some files, the table alone.",
            "    cds-population --in lab/ --in 'chart/*.ndjson.gz' --out screening/ --as-of 2026-11-21T09:00:00Z --format parquet",
            "  What there is, without assessing it.",
            "    cds-population --in export/ --out screening/ --as-of 2026-11-21T09:00:00Z --dry-run",
            "  The same after it was interrupted.",
            "    cds-population --in export/ --out screening/ --as-of 2026-11-21T09:00:00Z --resume",
            "  Rules of another content, of patients in Sydney, with an answer for everybody.",
            "    cds-population --in export/ --out screening/ --as-of 2026-11-21T20:00:00+11:00 --time-zone Australia/Sydney --content content/ --all",
            "  A poor export on a large machine: one line of fifty may fail, a patient may have 200,000 resources.",
            "    cds-population --in export/ --out screening/ --as-of 2026-11-21T09:00:00Z --max-errors 2%% --max-resources 200000 --partitions 64 --batches 32",
            "",
            "Exit codes: 0 everybody was assessed, 1 somebody or something was not, 2 the command line is wrong, 3 it failed."
        })
final class PopulationCommand implements Callable<Integer> {
    private static final int HELP_WIDTH = 160;
    private static final long BYTES_OF_A_BATCH = 128 << 20;

    private final Clock clock;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--in",
            required = true,
            paramLabel = "PATH",
            description =
                    "File, folder or pattern; may be repeated. Of a folder all *.ndjson, *.json and their *.gz are read.")
    private List<String> in = new ArrayList<>();

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder of the results; empty or new.")
    private String out = "";

    @Option(
            names = "--as-of",
            required = true,
            paramLabel = "INSTANT",
            description = "Assess for this instant, such as 2026-11-21T09:00:00Z.")
    private String asOf = "";

    @Option(
            names = "--time-zone",
            paramLabel = "ZONE",
            description = "Where the patients are, as an IANA name: dates are days there. UTC by default.")
    private String timeZone = "UTC";

    @Option(names = "--hook", paramLabel = "HOOK", description = "Rules of this hook; patient-view by default.")
    private String hook = "patient-view";

    @Option(
            names = "--content",
            paramLabel = "DIR",
            description = "Rules of the content in this folder or package, in place of the packaged one.")
    private String content = "";

    @Option(
            names = "--format",
            split = ",",
            paramLabel = "FORMAT",
            description = "parquet for the table of patients, ndjson for the answers as FHIR; both by default.")
    private List<String> formats = List.of(Options.PARQUET, Options.NDJSON);

    @Option(names = "--all", description = "Answers as FHIR also of patients for whom no rule is true.")
    private boolean all;

    @Option(
            names = "--partitions",
            paramLabel = "NUMBER",
            description =
                    "Parts in which the lines are sorted; more parts need less memory at a time. Twice the processors by default.")
    private int partitions = 2 * Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--batches",
            paramLabel = "NUMBER",
            description =
                    "Parts of the patients that are assessed one after the other, 1 to 256; by default one for each 128 MB of input.")
    private int batches;

    @Option(
            names = "--max-errors",
            paramLabel = "SHARE",
            description = "Share of lines, and of patients, that may fail before the run ends; 0.1%% by default.")
    private String maxErrors = "0.1%";

    @Option(
            names = "--max-resources",
            paramLabel = "NUMBER",
            description = "Resources of one patient; whoever has more is not assessed. 50000 by default.")
    private int maxResources = 50_000;

    @Option(
            names = "--resume",
            description =
                    "Go on with a run in --out that did not end. The other options must be the same, but for --partitions and --max-errors.")
    private boolean isResume;

    @Option(names = "--dry-run", description = "Count what there is, and leave --out as it was.")
    private boolean isDryRun;

    PopulationCommand(Clock clock) {
        this.clock = clock;
    }

    /** Runs the command and ends the process with its exit code. */
    public static void main(String... arguments) {
        System.exit(run(Clock.systemUTC(), arguments));
    }

    /** Runs the command. @return the exit code */
    static int run(Clock clock, String... arguments) {
        return new CommandLine(new PopulationCommand(clock))
                .setUsageHelpWidth(HELP_WIDTH)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println(Failure.text(failure));
                    return 3;
                })
                .execute(arguments);
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter messages = spec().commandLine().getErr();
        Path results = Path.of(out).toAbsolutePath().normalize();
        Folder folder = new Folder(results);
        if (!folder.isEmpty() && !isResume) {
            throw wrong("The folder " + out + " is not empty. --resume goes on with a run that did not end.");
        }
        if (folder.isComplete()) {
            folder.clean();
            throw wrong("The run in " + out + " has ended; nothing is left to do.");
        }
        InputFiles inputs;
        try {
            inputs = InputFiles.find(in, results);
        } catch (IOException e) {
            throw wrong(
                    e instanceof java.nio.file.FileSystemException
                            ? "--in cannot be read."
                            : String.valueOf(e.getMessage()));
        }
        if (inputs.files().isEmpty()) {
            throw wrong("There is no file *.ndjson or *.json in " + String.join(", ", in) + ".");
        }
        Options options = options(inputs.bytes());
        open(options);

        inputs.unread().forEach(file -> messages.println("Not read: " + file + "."));
        messages.flush();
        Run run = new Run(options, inputs, clock);
        if (isDryRun) {
            spec().commandLine().getOut().print(run.dryRun());
            spec().commandLine().getOut().flush();
            return 0;
        }
        Counts counts;
        try {
            counts = run.assess();
        } catch (OtherRunException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
        messages.println("%d patients, %d assessed, %d not; %d lines, %d could not be assessed. See %s."
                .formatted(
                        counts.patients(),
                        counts.assessed(),
                        counts.failed(),
                        counts.read(),
                        counts.quarantined(),
                        Path.of(out).resolve("summary.json")));
        return counts.isWhole() && inputs.unread().isEmpty() ? 0 : 1;
    }

    /** @param bytes of the input */
    private Options options(long bytes) {
        if (!Set.of(Options.PARQUET, Options.NDJSON).containsAll(formats)) {
            throw wrong("--format must be parquet, ndjson or both.");
        }
        if (partitions < 1 || batches < 0 || batches > Options.MAX_BATCHES || maxResources < 1) {
            throw wrong("--partitions and --max-resources must be 1 or more, --batches up to  " + Options.MAX_BATCHES
                    + ".");
        }
        return new Options(
                in,
                out,
                new PatientAssessments.Settings(content, hook, asOf, timeZone),
                List.copyOf(formats),
                all,
                partitions,
                batches == 0 ? (int) Math.min(Options.MAX_BATCHES, 1 + bytes / BYTES_OF_A_BATCH) : batches,
                share(),
                maxResources);
    }

    private void open(Options options) {
        try {
            SharedAssessments.of(options.settings());
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private double share() {
        try {
            double share = maxErrors.endsWith("%")
                    ? Double.parseDouble(maxErrors.substring(0, maxErrors.length() - 1)) / 100
                    : Double.parseDouble(maxErrors);
            if (share >= 0 && share <= 1) {
                return share;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw wrong("--max-errors must be a share such as 0.1% or 0.001.");
    }

    private CommandLine.ParameterException wrong(String message) {
        return new CommandLine.ParameterException(spec().commandLine(), message);
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("The command was not made by picocli.");
        }
        return spec;
    }
}
