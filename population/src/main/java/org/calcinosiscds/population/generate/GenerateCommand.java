package org.calcinosiscds.population.generate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes an export of patients who do not exist. */
@Command(
        name = "cds-population generate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Writes an export of synthetic patients, nobody of whom exists. The same options give the same files.",
        footer = {
            "",
            "Examples:",
            "  A file for each type.",
            "    cds-population generate --out export/ --seed 1 --patients 20000",
            "  A Bundle for each patient, as Synthea writes them, with 180 more resources of each that no rule reads.",
            "    cds-population generate --out export/ --seed 1 --patients 1000 --layout bundles --noise 180",
            "  One with many flaws.",
            "    cds-population generate --out export/ --seed 1 --patients 1000 --flawed-every 20"
        })
public final class GenerateCommand implements Callable<Integer> {
    /** The argument that asks for it. */
    public static final String NAME = "generate";

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder of the export; empty or new.")
    private Path out = Path.of("");

    @Option(
            names = "--seed",
            required = true,
            paramLabel = "NUMBER",
            description = "Decides who the patients are; another one gives others, with other ids.")
    private long seed;

    @Option(names = "--patients", required = true, paramLabel = "NUMBER", description = "How many.")
    private long patients;

    @Option(
            names = "--noise",
            paramLabel = "NUMBER",
            description = "Resources of each patient that no rule reads; 8 by default.")
    private int noise = 8;

    @Option(
            names = "--flawed-every",
            paramLabel = "NUMBER",
            description = "A flawed line comes after so many patients, 1000 by default; 0 for none.")
    private int flawedEvery = 1000;

    @Option(
            names = "--layout",
            paramLabel = "LAYOUT",
            description = "types for a file of each type, the default, or bundles for a Bundle of each patient.")
    private String layout = "types";

    @Override
    public Integer call() throws IOException {
        boolean isOfBundles = layout.equals("bundles");
        if (!isOfBundles && !layout.equals("types")) {
            throw wrong("--layout must be types or bundles.");
        }
        if (patients < 1 || seed < 0 || noise < 0 || flawedEvery < 0) {
            throw wrong("--patients must be 1 or more; --seed, --noise and --flawed-every 0 or more.");
        }
        Files.createDirectories(out);
        try (Stream<Path> inside = Files.list(out)) {
            if (inside.findAny().isPresent()) {
                throw wrong("The folder " + out + " is not empty.");
            }
        }
        Generator generator = new Generator(new Generator.Settings(seed, patients, noise, flawedEvery, isOfBundles));
        generator.write(out);
        spec().commandLine()
                .getOut()
                .printf(
                        "%d synthetic patients, %d of them after cases of the repository; %d resources, of which flawed: %s. Made up for --as-of %s.%n",
                        patients, generator.fromCases(), generator.lines(), generator.flawed(), generator.asOf());
        spec().commandLine().getOut().flush();
        return 0;
    }

    private CommandLine.ParameterException wrong(String message) {
        return new CommandLine.ParameterException(spec().commandLine(), message);
    }

    private CommandSpec spec() {
        return Objects.requireNonNull(spec);
    }
}
