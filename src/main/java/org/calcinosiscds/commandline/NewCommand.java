package org.calcinosiscds.commandline;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.calcinosiscds.authoring.edit.ContentEdit;
import org.calcinosiscds.authoring.edit.NewCase;
import org.calcinosiscds.authoring.edit.NewOrder;
import org.calcinosiscds.authoring.edit.NewProblem;
import org.calcinosiscds.authoring.edit.NewRule;
import org.calcinosiscds.authoring.edit.RefusedEditException;
import org.calcinosiscds.knowledge.Content;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code new}: adds an order, a rule, a problem or a case to content, in every place that it needs. */
@Command(
        name = "new",
        mixinStandardHelpOptions = true,
        description = "Adds to content: writes every place that something new needs, and says which.",
        subcommands = {NewCommand.Order.class, NewCommand.Rule.class, NewCommand.Problem.class, NewCommand.Case.class},
        footer = {
            "",
            "Example: an order that cards about minerals can propose.",
            "  cds new order O-PLP --title \"Pyridoxal 5-phosphate\" --window 180 --cards MINERAL",
            "",
            "Exit codes: 0 it was written, 2 it does not fit the content and nothing was written, 3 it failed."
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

    /** What all of them have. */
    abstract static class Addition implements Callable<Integer> {
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

    /** {@code new order}. */
    @Command(
            name = "order",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Adds an order: a line of src/content/orderables.csv and what is generated from it.",
            footer = {
                "",
                "Example:",
                "  cds new order O-PLP --title \"Pyridoxal 5-phosphate\" --window 180 --cards MINERAL"
            })
    static final class Order extends Addition {
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
            return code.isEmpty()
                    ? "It is ordered in words and nothing counts as done: give it a code (code, order_codes) when there is one."
                    : "A rule proposes it with Orders.\"Due\"('" + id + "').";
        }
    }

    /** {@code new rule}. */
    @Command(
            name = "rule",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Adds a rule to a library of rules, to its \"Rules\" and to CodeSystem/rule.",
            footer = {
                "",
                "Example: a rule that is never true until its condition is written.",
                "  cds new rule CC-045 --library MineralRules --title \"Low alkaline phosphatase\" --problem MINERAL --orders O-ALP "
                        + "--sources SRC-ATS20 --facts F31"
            })
    static final class Rule extends Addition {
        @Parameters(paramLabel = "ID", description = "Id, such as CC-045.")
        private String id = "";

        @Option(
                names = "--library",
                required = true,
                paramLabel = "NAME",
                description = "Library of rules, such as MineralRules.")
        private String library = "";

        @Option(names = "--title", required = true, paramLabel = "TEXT", description = "What it is about.")
        private String title = "";

        @Option(
                names = "--problem",
                required = true,
                paramLabel = "PROBLEM",
                description = "Problem whose card shows it.")
        private String problem = "";

        @Option(
                names = "--orders",
                required = true,
                split = ",",
                paramLabel = "ORDER",
                description = "What it proposes, with commas.")
        private List<String> orders = List.of();

        @Option(
                names = "--sources",
                required = true,
                split = ",",
                paramLabel = "SOURCE",
                description = "Keys of sources, with commas.")
        private List<String> sources = List.of();

        @Option(
                names = "--facts",
                required = true,
                split = ",",
                paramLabel = "FACT",
                description = "Codes of CodeSystem/fact, with commas.")
        private List<String> facts = List.of();

        @Option(names = "--level", paramLabel = "LEVEL", description = "info (default), warning or critical.")
        private Level level = Level.info;

        @Option(names = "--when", paramLabel = "CQL", description = "Its condition; false by default.")
        private String when = "false";

        @Option(names = "--summary", paramLabel = "TEXT", description = "First line of the card; the title by default.")
        private @Nullable String summary;

        @Option(
                names = "--definition",
                paramLabel = "TEXT",
                description = "When it is true, in a sentence; the title by default.")
        private @Nullable String definition;

        @Option(
                names = "--first",
                paramLabel = "TEXT",
                description = "What to do first, the first line of the detail; the title by default.")
        private @Nullable String first;

        @Override
        void apply(ContentEdit edit) throws IOException {
            new NewRule(
                            id,
                            library,
                            title,
                            definition == null ? title + "." : definition,
                            problem,
                            level.name(),
                            when,
                            summary == null ? title : summary,
                            first == null ? title : first,
                            orders,
                            sources,
                            facts)
                    .apply(edit);
        }

        @Override
        String next() {
            return "Write its condition and its words in cql/" + library + ".cql, and cases: cds new case NAME --topic "
                    + id + " --from CASE --why TEXT";
        }
    }

    /** How severe a rule is; the names are those of the option. */
    enum Level {
        info,
        warning,
        critical
    }

    /** {@code new problem}. */
    @Command(
            name = "problem",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Adds a problem, and so a card, to the plans of hooks. It comes after every other.",
            footer = {
                "",
                "Example:",
                "  cds new problem HYPOPHOSPHATASIA --title \"Hypophosphatasia, known or suspected\""
            })
    static final class Problem extends Addition {
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

    /** {@code new case}. */
    @Command(
            name = "case",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Adds a case as a copy of another.",
            footer = {
                "",
                "Example:",
                "  cds new case calcium-two-years --from sarcoidosis-no-calcium --why \"A calcium of two years is overdue.\""
            })
    static final class Case extends Addition {
        @Parameters(paramLabel = "NAME", description = "Name that says what it shows, such as calcium-366-days.")
        private String name = "";

        @Option(
                names = "--from",
                required = true,
                paramLabel = "CASE",
                description = "Name of the case that is copied.")
        private String from = "";

        @Option(names = "--why", required = true, paramLabel = "TEXT", description = "What it shows, a sentence.")
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
}
