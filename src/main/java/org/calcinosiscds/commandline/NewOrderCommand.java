package org.calcinosiscds.commandline;

import java.io.IOException;
import java.util.List;
import org.calcinosiscds.authoring.edit.ContentEdit;
import org.calcinosiscds.authoring.edit.NewOrder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code new order}. */
@Command(
        name = "order",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Adds an order: a line of src/content/orderables.csv and what is generated from it.",
        footer = {
            "",
            "Example: an order that cards about minerals can propose.",
            "  cds new order O-PLP --title \"Pyridoxal 5-phosphate\" --window 180 --cards MINERAL",
            "",
            NewAddition.EXIT_CODES
        })
final class NewOrderCommand extends NewAddition {
    @Parameters(paramLabel = "ID", description = "Id, such as O-PLP.")
    private String id = "";

    @Option(names = "--title", required = true, paramLabel = "TEXT", description = "What is ordered.")
    private String title = "";

    @Option(
            names = "--cards",
            required = true,
            split = ",",
            paramLabel = "PROBLEM",
            description = "Problems whose cards can propose it, with commas.")
    private List<String> cards = List.of();

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description = "laboratory (default), imaging, procedure, referral or medicine.")
    private String kind = "laboratory";

    @Option(
            names = "--window",
            paramLabel = "DAYS",
            description = "Days in which it is not suggested again once done; 365 by default.")
    private int window = 365;

    @Option(
            names = "--code",
            paramLabel = "SYSTEM|CODE",
            description = "Code of the order in src/terminology/codes.csv, such as loinc|2731-8.")
    private String code = "";

    @Option(
            names = "--done",
            paramLabel = "VALUE SET",
            description = "Value set of what counts as done; by default what counts as this order.")
    private String done = "";

    @Option(names = "--description", paramLabel = "TEXT", description = "Added to the description.")
    private String description = "";

    @Override
    void apply(ContentEdit edit) throws IOException {
        new NewOrder(id, title, kind, code, window, done, cards, description).apply(edit);
    }

    @Override
    String next() {
        if (code.isEmpty()) {
            return "It is ordered in words" + (done.isEmpty() ? " and nothing counts as done" : "")
                    + ": give it a code (code, order_codes) when there is one.";
        }
        return "A rule proposes it with Orders.\"Due\"('" + id + "').";
    }
}
