package org.calcinosiscds.commandline;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.calcinosiscds.authoring.edit.ContentEdit;
import org.calcinosiscds.authoring.edit.RefusedEditException;
import org.calcinosiscds.knowledge.Content;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the commands that add to content have in common. */
abstract class NewAddition implements Callable<Integer> {
    static final String EXIT_CODES =
            "Exit codes: 0 it was written, 2 it does not fit the content and nothing was written, 3 it failed.";

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--content", paramLabel = "FOLDER", description = "Folder of content; . by default.")
    private Path folder = Path.of(".");

    /** Puts the changes into the edit, which writes them. */
    abstract void apply(ContentEdit edit) throws IOException;

    /** What is left to do for a person. */
    abstract String next();

    @Override
    public Integer call() throws IOException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        try {
            ContentEdit edit = new ContentEdit(new Content.Folder(folder));
            apply(edit);
            edit.requireNoFindings();
            ContentEdit.Written written = edit.write();
            written.edited().forEach(file -> out.println("Edited    " + file));
            written.generated().forEach(file -> out.println("Generated " + file));
            out.println(next());
            out.flush();
            return 0;
        } catch (RefusedEditException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return 2;
        }
    }
}
