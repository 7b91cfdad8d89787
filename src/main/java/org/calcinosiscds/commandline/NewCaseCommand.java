package org.calcinosiscds.commandline;

import java.io.IOException;
import org.calcinosiscds.authoring.edit.ContentEdit;
import org.calcinosiscds.authoring.edit.NewCase;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code new case}. */
@Command(
        name = "case",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Adds a case as a copy of another.",
        footer = {
            "",
            "Example: a copy in which the calcium is to be changed.",
            "  cds new case calcium-two-years --from sarcoidosis-no-calcium --why \"A calcium of two years is overdue.\"",
            "",
            NewAddition.EXIT_CODES
        })
final class NewCaseCommand extends NewAddition {
    @Parameters(paramLabel = "NAME", description = "Name that says what it shows, such as calcium-366-days.")
    private String name = "";

    @Option(names = "--from", required = true, paramLabel = "CASE", description = "Name of the case that is copied.")
    private String from = "";

    @Option(
            names = "--why",
            required = true,
            paramLabel = "TEXT",
            description = "What it shows, a sentence of three words or more with a full stop.")
    private String why = "";

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            description = "Rule that it is about; that of the other case by default.")
    private String topic = "";

    @Override
    void apply(ContentEdit edit) throws IOException {
        new NewCase(name, topic, from, why).apply(edit);
    }

    @Override
    String next() {
        return "Change its Bundle.json, then see what came: cds test --case " + name + " --update";
    }
}
