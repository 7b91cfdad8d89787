package org.calcinosiscds.commandline;

import java.util.List;
import org.calcinosiscds.authoring.edit.ContentEdit;
import org.calcinosiscds.authoring.edit.NewProblem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code new problem}. */
@Command(
        name = "problem",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Adds a problem, and so a card, to the plans of hooks. It comes after every other.",
        footer = {
            "",
            "Example: a card of its own.",
            "  cds new problem HYPOPHOSPHATASIA --title \"Hypophosphatasia, known or suspected\"",
            "",
            NewAddition.EXIT_CODES
        })
final class NewProblemCommand extends NewAddition {
    @Parameters(paramLabel = "ID", description = "Key, such as HYPOPHOSPHATASIA.")
    private String id = "";

    @Option(names = "--title", required = true, paramLabel = "TEXT", description = "What the card is about.")
    private String title = "";

    @Option(
            names = "--hooks",
            split = ",",
            paramLabel = "HOOK",
            description = "Hooks that show it, with commas; patient-view by default.")
    private List<String> hooks = List.of("patient-view");

    @Override
    void apply(ContentEdit edit) {
        new NewProblem(id, title, hooks).apply(edit);
    }

    @Override
    String next() {
        return "Its place among the others is in \"Problems\": order is the place on the screen, dropped which card gives way first.";
    }
}
