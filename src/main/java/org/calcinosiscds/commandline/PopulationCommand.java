package org.calcinosiscds.commandline;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.system.ApplicationHome;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code population}: starts {@code cds-population}, which is a program of its own because it brings Apache Spark. */
@Command(
        name = "population",
        mixinStandardHelpOptions = true,
        description = {
            "Assesses the patients of a Bulk Data export of any size, on Apache Spark inside one process.",
            "Starts cds-population, which is built by itself; docs/population.md says how, and 'cds-population --help' lists the options."
        },
        footer = {
            "",
            "Example: all patients of an export.",
            "  cds population --in export/ --out screening/ --as-of 2026-11-21T09:00:00Z",
            "",
            "Exit codes: 0 everybody was assessed, 1 somebody or something was not, 2 the command line is wrong, 3 it failed."
        })
public final class PopulationCommand implements Callable<Integer> {
    private static final String SCRIPT = "bin/cds-population";

    private final Path folder;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "OPTION", description = "Options of cds-population.")
    private List<String> arguments = new ArrayList<>();

    public PopulationCommand() {
        this(folderOfTheJar());
    }

    /** @param folder in which the jar lies */
    PopulationCommand(Path folder) {
        this.folder = folder;
    }

    private static Path folderOfTheJar() {
        File source = new ApplicationHome(PopulationCommand.class).getSource();
        return Optional.ofNullable(source)
                .map(File::getParentFile)
                .map(File::toPath)
                .orElse(Path.of(""));
    }

    @Override
    public Integer call() throws IOException {
        Optional<Path> script = Stream.of(folder.resolve("cds-population"), folder.resolve("../population"))
                .map(each -> each.resolve(SCRIPT).normalize())
                .filter(Files::isExecutable)
                .findFirst();
        if (script.isEmpty()) {
            Objects.requireNonNull(spec)
                    .commandLine()
                    .getErr()
                    .println("There is no " + SCRIPT + " in "
                            + folder.resolve("cds-population").toAbsolutePath()
                            + ". docs/population.md says how it is built.");
            return 3;
        }
        List<String> command = new ArrayList<>(List.of(script.get().toString()));
        command.addAll(arguments);
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 3;
        }
    }
}
