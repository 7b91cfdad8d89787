package org.calcinosiscds.commandline;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.calcinosiscds.content.GeneratedContent;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code generate}: the files of content that follow from others. */
@Command(
        name = "generate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Writes the files of content that follow from others: value sets, orders and their CQL, plans, Library resources.",
            "They follow from src/content, src/terminology and cql."
        },
        footer = {
            "",
            "Example: after a new line in src/content/orderables.csv.",
            "  cds generate .",
            "",
            "Exit codes: 0 all is well, 1 files are out of date (--check), 2 the command line is wrong, 3 a table is defective."
        })
public final class GenerateCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "FOLDER", description = "Folder of content; the current one by default.")
    private Path folder = Path.of(".");

    @Option(names = "--check", description = "Write nothing; list what is out of date.")
    private boolean check;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        if (!GeneratedContent.isIn(folder)) {
            spec.commandLine()
                    .getErr()
                    .println(folder + " has no src/content/orderables.csv: nothing in it is generated.");
            return 2;
        }
        GeneratedContent.Result generated = check ? GeneratedContent.compare(folder) : GeneratedContent.write(folder);
        Set<String> files = generated.files();
        PrintWriter messages = spec.commandLine().getErr();
        generated.messages().forEach(warning -> messages.println("Warning: " + warning));
        messages.flush();
        files.forEach(file -> out.println((check ? "Out of date: " : "Wrote ") + file));
        if (files.isEmpty()) {
            out.println("Every generated file is up to date.");
        }
        out.flush();
        return check && !files.isEmpty() ? 1 : 0;
    }
}
