package org.calcinosiscds.commandline;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.authoring.edit.ContentEdit;
import org.calcinosiscds.authoring.edit.NewRule;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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
                    + "--sources SRC-ATS20 --facts F31",
            "",
            NewAddition.EXIT_CODES
        })
final class NewRuleCommand extends NewAddition {
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

    @Option(names = "--problem", required = true, paramLabel = "PROBLEM", description = "Problem whose card shows it.")
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
        boolean isWordLeft = summary == null || first == null || definition == null;
        String left = Stream.of(when.equals("false") ? "its condition" : "", isWordLeft ? "its words" : "")
                .filter(each -> !each.isEmpty())
                .collect(Collectors.joining(" and "));
        return (left.isEmpty() ? "Add cases: " : "Write " + left + " in cql/" + library + ".cql, and cases: ")
                + "cds new case NAME --topic " + id + " --from CASE --why TEXT";
    }

    /** How severe a rule is; the names are those of the option. */
    enum Level {
        info,
        warning,
        critical
    }
}
