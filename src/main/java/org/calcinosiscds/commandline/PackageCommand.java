package org.calcinosiscds.commandline;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.calcinosiscds.authoring.ContentPackage;
import org.calcinosiscds.content.TextFile;
import org.calcinosiscds.knowledge.Content;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code package}: content as a FHIR package. */
@Command(
        name = "package",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Writes content as a FHIR package: Libraries with CQL and ELM, value sets with expansions, plans with data requirements.",
            "The same content gives the same bytes."
        },
        footer = {
            "",
            "Example: the content of this folder, served elsewhere with: cds serve --content rules.tgz",
            "  cds package . --output rules.tgz",
            "",
            "Exit codes: 0 it was written, 2 the command line is wrong, 3 the content is defective."
        })
public final class PackageCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "FOLDER", description = "Folder of content; the current one by default.")
    private Path folder = Path.of(".");

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "The file, whose name ends with .tgz.")
    private Path output = Path.of("");

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Name of the package, such as org.example.rules; by default from the canonicals.")
    private String name = "";

    @Override
    public Integer call() throws IOException {
        PrintWriter messages = Objects.requireNonNull(spec).commandLine().getErr();
        Content.Folder content = new Content.Folder(folder);
        if (!content.isContent()) {
            messages.println(content.withoutContent());
            return 2;
        }
        if (!output.toString().endsWith(".tgz")
                || !(name.isEmpty() || name.matches("[a-z][a-z0-9-]*(\\.[a-z0-9-]+)+"))) {
            messages.println(
                    "--output is to end with .tgz, and --name to be lower-case words with dots, such as org.example.rules.");
            return 2;
        }
        Path target = output.toAbsolutePath().getParent();
        if (target == null || !Files.isDirectory(target)) {
            messages.println("There is no folder " + target + " to write " + output.getFileName() + " to.");
            return 2;
        }
        TextFile.requireWritable(output);
        byte[] archive = ContentPackage.of(content, name);
        Files.write(output, archive);
        spec.commandLine().getOut().printf("Wrote %s, %d bytes, of %s.%n", output, archive.length, content.name());
        spec.commandLine().getOut().flush();
        return 0;
    }
}
