package org.calcinosiscds.authoring.edit;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.calcinosiscds.content.JsonFile;
import org.calcinosiscds.cql.ContentLibraries;
import org.calcinosiscds.terminology.CsvTable;
import org.calcinosiscds.terminology.CsvTable.Row;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A rule that content is to have: two defines in a library of rules, its place in {@code "Rules"}, and its description.
 *
 * @param library of rules that a service judges
 * @param definition one sentence that says when it is true
 * @param level {@code info}, {@code warning} or {@code critical}
 * @param when condition in CQL
 * @param first what to do first
 * @param orders ids of at least one order that a card of the problem can propose
 */
public record NewRule(
        String id,
        String library,
        String title,
        String definition,
        String problem,
        String level,
        String when,
        String summary,
        String first,
        List<String> orders,
        List<String> sources,
        List<String> facts) {
    private static final String TABLE = "src/content/orderables.csv";
    private static final Pattern RULES = Pattern.compile("(?s)\\ndefine \"Rules\":.*?(?=\\n\\n)");
    private static final Pattern LAST_RULE = Pattern.compile("\"[^\"]+ Rule\"(?=\\s*})");
    private static final Pattern SOURCE_KEY = Pattern.compile("Tuple \\{\\s*key: '([^']+)'");

    /** @throws RefusedEditException when the id is taken, or something that the rule names does not exist */
    public void apply(ContentEdit edit) throws IOException {
        Names.require(id, "[A-Z]+-[0-9]+", "CC-143");
        Names.requirePlain(title, "--title");
        Names.requirePlain(summary, "--summary");
        Names.requirePlain(first, "--first");
        Names.requirePlain(definition, "--definition");
        CodeSystemFile rules = new CodeSystemFile(edit, "rule");
        rules.requireNew(id);
        JudgedLibraries judged = new JudgedLibraries(edit);
        Names.require(library, judged.all(), "the libraries whose rules a service judges");
        new CodeSystemFile(edit, "problem").require(problem);
        Set<String> hooks = judged.hooks(library);
        if (!judged.haveCard(hooks, problem)) {
            throw new RefusedEditException("The rules of " + library + " are judged at " + String.join(", ", hooks)
                    + ", where " + problem + " has no card.");
        }
        requireOrders(edit);
        requireSources(edit);
        facts.forEach(new CodeSystemFile(edit, "fact")::require);
        addToLibrary(edit);
        rules.add(
                concept(hooks),
                rules.displays().keySet().stream()
                        .filter(code -> code.compareTo(id) > 0)
                        .findFirst());
    }

    private void requireOrders(ContentEdit edit) throws IOException {
        Map<String, Row> table = new TreeMap<>();
        CsvTable.rows(edit.folder().resolve(TABLE)).forEach(row -> table.put(row.cell("id"), row));
        for (String order : orders) {
            Names.require(order, table.keySet(), TABLE);
            Row row = table.get(order);
            if (row != null && !List.of(row.cell("cards").split(" ")).contains(problem)) {
                throw new RefusedEditException("No card of " + problem + " can propose " + order + ": add " + problem
                        + " to its cards in " + TABLE + " first.");
            }
        }
    }

    private void requireSources(ContentEdit edit) {
        String path = "cql/" + ContentLibraries.CARD_SOURCES + ".cql";
        Set<String> known = SOURCE_KEY
                .matcher(edit.text(path))
                .results()
                .map(key -> key.group(1))
                .collect(Collectors.toSet());
        sources.forEach(source -> Names.require(source, known, path));
    }

    private void addToLibrary(ContentEdit edit) {
        String path = "cql/" + library + ".cql";
        RuleTemplate template = new RuleTemplate(edit.text("src/content/templates/rule.cql"), edit.text(path));
        MatchResult rules = found(RULES.matcher(edit.text(path)).results().findFirst(), path);
        MatchResult last = found(LAST_RULE.matcher(rules.group()).results().reduce((one, next) -> next), path);
        edit.put(
                path,
                edit.text(path).stripTrailing() + "\n\n"
                        + template.text(
                                Map.of(
                                        "first",
                                        first,
                                        "id",
                                        id,
                                        "title",
                                        title,
                                        "when",
                                        when,
                                        "problem",
                                        problem,
                                        "level",
                                        Character.toUpperCase(level.charAt(0)) + level.substring(1),
                                        "summary",
                                        summary),
                                Map.of("orders", orders, "sources", sources, "facts", facts)));
        edit.insert(path, rules.start() + last.end(), ", \"" + id + " Rule\"");
        template.missingIncludes().ifPresent(includes -> edit.insert(path, template.endOfIncludes(), includes));
    }

    private static MatchResult found(Optional<MatchResult> place, String path) {
        return place.orElseThrow(
                () -> new RefusedEditException(path + " has no define \"Rules\" that ends with a list of rules."));
    }

    private ObjectNode concept(Set<String> hooks) {
        ObjectNode concept = ((ObjectNode) JsonFile.read("{}"))
                .put("code", id)
                .put("display", title)
                .put("definition", definition);
        ArrayNode properties = concept.putArray("property");
        hooks.forEach(hook -> properties.addObject().put("code", "hook").put("valueCode", hook));
        properties.addObject().put("code", "indicator").put("valueCode", level);
        properties.addObject().put("code", "problem").put("valueCode", problem);
        return concept;
    }
}
