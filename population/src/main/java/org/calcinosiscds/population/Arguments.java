package org.calcinosiscds.population;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.calcinosiscds.assess.PatientAssessments;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of a run as they are written, and what they say. */
final class Arguments {
    private static final long BYTES_OF_A_BATCH = 128 << 20;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(
            names = "--in",
            required = true,
            paramLabel = "PATH",
            description =
                    "File, folder or pattern; may be repeated. Of a folder all *.ndjson, *.json and their *.gz are read.")
    private List<String> in = new ArrayList<>();

    @Option(
            names = "--layout",
            paramLabel = "LAYOUT",
            description =
                    "How resources lie in the files: types (of one type in each file), bundles (nothing else), mixed (of any types, no Bundles), or auto for anything, the default. An export that lies otherwise is refused.")
    private String layout = Layout.AUTO.option();

    @Option(
            names = "--strict",
            paramLabel = "LINES",
            description =
                    "Which lines are checked as the service checks them, and sorted: read for those that rules may read, the default, or all.")
    private String strict = Strict.READ.option();

    @Option(
            names = "--subjects",
            paramLabel = "FILE",
            description = "Only patients whose ids stand in this file, one in each line.")
    private @Nullable Path subjects;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder of the results; empty or new.")
    private String out = "";

    @Option(
            names = "--scratch",
            paramLabel = "DIR",
            description =
                    "Folder for scratch files, which hold patient data, such as on a fast disk; inside --out by default.")
    private String scratch = "";

    @Option(
            names = "--scratch-key",
            paramLabel = "FILE",
            description =
                    "Encrypt scratch files with the key in this file: 64 hexadecimal digits, as openssl rand -hex 32 writes them.")
    private @Nullable Path scratchKey;

    @Option(names = "--keep", description = "Leave scratch files when the run has ended.")
    private boolean keep;

    @Option(
            names = "--data",
            paramLabel = "DATA",
            description =
                    "Whose the records are: synthetic, real, or unknown. The summary says it first. By default what cds-population generate wrote is synthetic, and other records are unknown.")
    private @Nullable String data;

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
            names = "--compare",
            paramLabel = "DIR",
            description =
                    "Also asks the rules of the content in this folder or package, and writes who would be told otherwise.")
    private String compared = "";

    @Option(
            names = "--format",
            split = ",",
            paramLabel = "FORMAT",
            description =
                    "parquet for the table of patients, ndjson for the answers as FHIR, csv for the patients of each rule, measure-report for their numbers as FHIR; all by default.")
    private List<String> formats = List.of(Options.PARQUET, Options.NDJSON, Options.CSV, Options.MEASURE_REPORT);

    @Option(names = "--all", description = "Answers as FHIR also of patients for whom no rule is true.")
    private boolean all;

    @Option(
            names = "--partitions",
            paramLabel = "NUMBER",
            description =
                    "Parts in which the lines are sorted; more parts need less memory at a time. Twice the processors by default.")
    private int partitions = 2 * Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--batch",
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
            names = "--suppress-below",
            paramLabel = "NUMBER",
            description = "Counts of fewer people are not in measure reports; 5 by default, 0 for all counts.")
    private int suppressBelow = 5;

    String out() {
        return out;
    }

    Folder folder() {
        return Folder.of(Path.of(out).toAbsolutePath().normalize(), scratch, keep);
    }

    /** The patients who are asked for; null for everybody. */
    @Nullable
    Subjects subjects() {
        try {
            return subjects == null ? null : Subjects.read(subjects);
        } catch (IOException e) {
            throw wrong("--subjects", e);
        }
    }

    /** The files that were named. */
    InputFiles inputs() {
        InputFiles inputs;
        try {
            inputs = InputFiles.find(in, folder().path());
        } catch (IOException e) {
            throw wrong("--in", e);
        }
        if (inputs.files().isEmpty()) {
            throw wrong("There is no file *.ndjson or *.json in " + String.join(", ", in) + ".");
        }
        return inputs;
    }

    Options options(InputFiles inputs) {
        if (!Options.FORMATS.containsAll(formats)) {
            throw wrong("--format must be of parquet, ndjson, csv and measure-report.");
        }
        if (partitions < 1) {
            throw wrong("--partitions must be 1 or more.");
        }
        if (maxResources < 1) {
            throw wrong("--max-resources must be 1 or more.");
        }
        if (suppressBelow < 0) {
            throw wrong("--suppress-below must be 0 or more.");
        }
        if (batches < 0 || batches > Options.MAX_BATCHES) {
            throw wrong("--batch must be 1 to " + Options.MAX_BATCHES + ".");
        }
        return new Options(
                out,
                scratch.isEmpty()
                        ? ""
                        : Path.of(scratch).toAbsolutePath().normalize().toString(),
                keep,
                scratchKey(),
                provenance(inputs),
                settings(content),
                compared.isEmpty() ? null : settings(compared),
                Layout.of(layout).orElseThrow(() -> wrong("--layout must be one of " + Layout.options() + ".")),
                Strict.of(strict).orElseThrow(() -> wrong("--strict must be one of " + Strict.options() + ".")),
                List.copyOf(formats),
                all,
                partitions,
                batches == 0 ? (int) Math.min(Options.MAX_BATCHES, 1 + inputs.bytes() / BYTES_OF_A_BATCH) : batches,
                share(),
                maxResources,
                suppressBelow);
    }

    private @Nullable ScratchKey scratchKey() {
        try {
            return scratchKey == null ? null : ScratchKey.read(scratchKey);
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw wrong("--scratch-key", e);
        }
    }

    private Provenance provenance(InputFiles inputs) {
        if (data == null) {
            return inputs.isSynthetic() ? Provenance.SYNTHETIC : Provenance.UNKNOWN;
        }
        return Provenance.of(data).orElseThrow(() -> wrong("--data must be one of " + Provenance.options() + "."));
    }

    private PatientAssessments.Settings settings(String folder) {
        return new PatientAssessments.Settings(folder, hook, asOf, timeZone);
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

    CommandLine.ParameterException wrong(String message) {
        return new CommandLine.ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }

    /** What the system says of a file is not shown. */
    private CommandLine.ParameterException wrong(String option, IOException failure) {
        return wrong(
                failure instanceof FileSystemException
                        ? option + " cannot be read."
                        : String.valueOf(failure.getMessage()));
    }
}
