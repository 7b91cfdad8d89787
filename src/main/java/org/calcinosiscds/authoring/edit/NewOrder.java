package org.calcinosiscds.authoring.edit;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.terminology.CsvTable;
import org.calcinosiscds.terminology.CsvTable.Row;
import org.calcinosiscds.terminology.KnownConcepts;

/**
 * An order that content is to have: one line of its table of orders, from which all else is generated.
 *
 * @param id such as {@code O-PLP}
 * @param kind as in the table
 * @param code alias of the code system, a bar and the code; empty for an order in words
 * @param window days in which it is not suggested again once done
 * @param done title of the value set of what counts as done; empty for what counts as this order
 * @param cards problems whose cards can propose it
 */
public record NewOrder(
        String id,
        String title,
        String kind,
        String code,
        int window,
        String done,
        List<String> cards,
        String description) {
    private static final String TABLE = "src/content/orderables.csv";

    /** @throws RefusedEditException when the id or title is taken or a card, code or value set does not exist */
    public void apply(ContentEdit edit) throws IOException {
        Names.require(id, "[A-Z]+(-[A-Z0-9]+)+", "O-PLP");
        Names.requirePlain(title, "--title");
        if (window < 1) {
            throw new RefusedEditException("--window is to be a number of days from 1.");
        }
        String table = edit.text(TABLE);
        List<Row> orders = CsvTable.rows(edit.folder().resolve(TABLE));
        for (Row order : orders) {
            if (order.cell("id").equals(id)
                    || order.cell("title").equals(title)
                    || order.cell("name").equals(name())) {
                throw new RefusedEditException(
                        TABLE + " has " + order.cell("id") + ", \"" + order.cell("title") + "\", already.");
            }
        }
        Names.require(
                kind, new TreeSet<>(orders.stream().map(row -> row.cell("kind")).toList()), "the kinds of orders");
        CodeSystemFile problems = new CodeSystemFile(edit, "problem");
        cards.forEach(problems::require);
        requireCode(edit);
        if (!done.isEmpty()) {
            requireValueSet(edit);
        }
        edit.put(TABLE, table + line(table.lines().findFirst().orElse("")) + "\n");
    }

    private void requireCode(ContentEdit edit) throws IOException {
        if (code.isEmpty()) {
            return;
        }
        Names.require(code, "[A-Za-z0-9-]+\\|\\S+", "loinc|2731-8");
        if (KnownConcepts.of(edit.folder().resolve("src/terminology"))
                .find(code)
                .isEmpty()) {
            throw new RefusedEditException("There is no " + code
                    + " in src/terminology/codes.csv: add it there, with its sources, before an order uses it.");
        }
    }

    private void requireValueSet(ContentEdit edit) {
        Set<String> declared = edit.texts("cql", ".cql").values().stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith("valueset \""))
                .map(line -> line.split("\"", 3)[1])
                .collect(Collectors.toSet());
        Names.require(done, declared, "the value sets of cql");
    }

    private String line(String header) {
        Map<String, String> cells = Map.of(
                "id", id,
                "title", title,
                "name", name(),
                "short_name", shortName(),
                "kind", kind,
                "code", code,
                "window", String.valueOf(window),
                "done", done,
                "cards", String.join(" ", cards),
                "description", description);
        return Arrays.stream(header.replaceFirst("^\\uFEFF", "").split(","))
                .map(column -> cell(cells.getOrDefault(column, "")))
                .collect(Collectors.joining(","));
    }

    private static String cell(String text) {
        return text.matches("(?s).*[,\"\\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }

    /** The title as one word that begins with a letter, such as {@code Pyridoxal5Phosphate}. */
    private String name() {
        String name = Stream.of(title.split("[^A-Za-z0-9]+"))
                .filter(word -> !word.isEmpty())
                .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                .collect(Collectors.joining());
        return name.matches("[A-Z].*") ? name : "Order" + name;
    }

    /** The title within a sentence, without what stands in brackets; an abbreviation keeps its capitals. */
    private String shortName() {
        String name = title.replaceFirst(" \\(.*\\)$", "");
        return name.matches("[A-Z][a-z].*") ? Character.toLowerCase(name.charAt(0)) + name.substring(1) : name;
    }
}
