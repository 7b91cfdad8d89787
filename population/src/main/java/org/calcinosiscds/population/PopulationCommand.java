package org.calcinosiscds.population;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.calcinosiscds.population.generate.GenerateCommand;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command line; public, as spark-submit starts it. */
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
            "  Some patients of an export with a file for each type.",
            "    cds-population --in export/ --layout types --subjects ids.txt --out screening/ --as-of 2026-11-21T09:00:00Z",
            "  The first of these after it was interrupted.",
            "    cds-population --in export/ --out screening/ --as-of 2026-11-21T09:00:00Z --resume",
            "  Rules of another content, of patients in Sydney, with an answer for everybody.",
            "    cds-population --in export/ --out screening/ --as-of 2026-11-21T20:00:00+11:00 --time-zone Australia/Sydney --content content/ --all",
            "  Records of people who do not exist, sorted on another disk, whose scratch files are to be looked at.",
            "    cds-population --in export/ --data synthetic --scratch /fast --keep --out screening/ --as-of 2026-11-21T09:00:00Z",
            "  The same, encrypted.",
            "    cds-population --in export/ --scratch /fast --scratch-key key.hex --out screening/ --as-of 2026-11-21T09:00:00Z",
            "  Numbers for a report to others, without counts of fewer than eleven people.",
            "    cds-population --in export/ --out screening/ --as-of 2026-11-21T09:00:00Z --format measure-report --suppress-below 11",
            "  Whom a changed content would tell otherwise.",
            "    cds-population --in export/ --out screening/ --as-of 2026-11-21T09:00:00Z --compare changed/",
            "  A poor export on a large machine: every line is checked, one of fifty may fail, a patient may have 200,000 resources.",
            "    cds-population --in export/ --out screening/ --as-of 2026-11-21T09:00:00Z --strict all --max-errors 2%% --max-resources 200000 --partitions 64 --batch 32",
            "",
            "cds-population generate writes exports of patients who do not exist; see cds-population generate --help.",
            "",
            "Exit codes: 0 everybody was assessed, 1 somebody or something was not, 2 the command line is wrong, 3 it failed."
        })
public final class PopulationCommand implements Callable<Integer> {
    private static final int HELP_WIDTH = 160;

    private final Clock clock;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private Arguments arguments = new Arguments();

    @Option(
            names = "--resume",
            description =
                    "Go on with a run in --out that did not end. The other options must be the same, but for --partitions, --max-errors, --layout, --data and --keep.")
    private boolean isResume;

    @Option(
            names = "--dry-run",
            description = "Count what there is and say what of it rules read; leave --out as it was.")
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
        // Not a subcommand of this one: the options that a run must have would be asked for, too.
        boolean isGenerate = arguments.length > 0 && arguments[0].equals(GenerateCommand.NAME);
        return new CommandLine(isGenerate ? new GenerateCommand() : new PopulationCommand(clock))
                .setUsageHelpWidth(HELP_WIDTH)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (!Interruption.isUnderWay()) {
                        command.getErr().println(Failure.text(failure));
                    }
                    return 3;
                })
                .execute(isGenerate ? Arrays.copyOfRange(arguments, 1, arguments.length) : arguments);
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter messages = spec().commandLine().getErr();
        List<String> missing = JvmFlags.missing();
        if (!missing.isEmpty()) {
            throw arguments.wrong(
                    "Java has to be started with %s, as bin/cds-population does.".formatted(String.join(" ", missing)));
        }
        String out = arguments.out();
        Folder folder = arguments.folder();
        if (!folder.isEmpty() && !isResume) {
            throw arguments.wrong("The folder " + out + " is not empty. --resume goes on with a run that did not end.");
        }
        if (folder.isComplete()) {
            folder.clean();
            throw arguments.wrong("The run in " + out + " has ended; nothing is left to do.");
        }
        InputFiles inputs = arguments.inputs();
        Options options = arguments.options(inputs);
        Subjects subjects = arguments.subjects();
        open(options);

        inputs.unread().forEach(file -> messages.println("Not read: " + file + "."));
        inputs.largeGzips()
                .forEach(file -> messages.println(
                        "%s is compressed and large: only one processor reads it. It is better divided, or not compressed."
                                .formatted(file.path())));
        long exportErrors = inputs.exportErrors();
        if (exportErrors > 0) {
            messages.println("The export says that it is not whole: %d lines in %s."
                    .formatted(
                            exportErrors,
                            inputs.errors().stream().map(InputFile::path).collect(Collectors.joining(", "))));
        }
        messages.flush();
        Counts counts;
        try (Progress progress = Progress.start(folder, messages, clock)) {
            if (isDryRun) {
                spec().commandLine().getOut().print(new DryRun(options, inputs, subjects).text());
                spec().commandLine().getOut().flush();
                return 0;
            }
            Interruption interruption = Interruption.expected(messages);
            try {
                counts = new Run(options, inputs, subjects, progress, clock).assess();
            } finally {
                interruption.notExpected();
            }
        } catch (OtherRunException e) {
            throw arguments.wrong(String.valueOf(e.getMessage()));
        } catch (LayoutException e) {
            messages.println(e.getMessage());
            return 2;
        }
        messages.println("%d patients, %d assessed, %d not; %d lines, %d could not be assessed. See %s."
                .formatted(
                        counts.patients(),
                        counts.assessed(),
                        counts.failed(),
                        counts.read(),
                        counts.quarantined(),
                        Path.of(out).resolve("summary.json")));
        return counts.isWhole() && inputs.unread().isEmpty() && exportErrors == 0 ? 0 : 1;
    }

    private void open(Options options) {
        try {
            SharedAssessments.of(options.settings());
            if (options.compared() != null) {
                SharedAssessments.of(options.compared());
            }
        } catch (IllegalArgumentException e) {
            throw arguments.wrong(String.valueOf(e.getMessage()));
        }
    }

    private CommandSpec spec() {
        return Objects.requireNonNull(spec);
    }
}
