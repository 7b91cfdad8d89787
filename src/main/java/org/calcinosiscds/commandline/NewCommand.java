package org.calcinosiscds.commandline;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code new}: adds an order, a rule, a problem or a case to content, in every place that it needs. */
@Command(
        name = "new",
        mixinStandardHelpOptions = true,
        description = "Adds to content: writes every place that something new needs, and says which.",
        subcommands = {NewOrderCommand.class, NewRuleCommand.class, NewProblemCommand.class, NewCaseCommand.class},
        footer = {
            "",
            "Example: an order that cards about minerals can propose.",
            "  cds new order O-PLP --title \"Pyridoxal 5-phosphate\" --window 180 --cards MINERAL",
            "",
            NewAddition.EXIT_CODES
        })
public final class NewCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        CommandSpec known = Objects.requireNonNull(spec);
        known.commandLine().usage(known.commandLine().getErr());
        return 2;
    }
}
