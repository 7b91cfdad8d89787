package org.calcinosiscds.content;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.calcinosiscds.terminology.CsvTable;
import org.calcinosiscds.terminology.CsvTable.Row;

/**
 * What cards call their suggestions, by kind: one line of {@code src/content/suggestions.csv}.
 *
 * @param title of the suggestion
 * @param action title of what it does; empty where that is the title of an order
 * @param opening how the description of an order of this kind begins; empty for nothing
 */
record SuggestionWords(String title, String action, String opening) {
    static final String DELETION = "deletion";

    /** Kinds of orders as they stand in the table of orders, and {@link #DELETION}. */
    static Map<String, SuggestionWords> read(Path table) throws IOException {
        Map<String, SuggestionWords> words = new TreeMap<>();
        for (Row row : CsvTable.rows(table)) {
            words.put(
                    row.cell("kind"), new SuggestionWords(row.cell("title"), row.cell("action"), row.cell("opening")));
        }
        return words;
    }

    /** @throws KnowledgeException when the table does not have the kind */
    static SuggestionWords of(String kind, Map<String, SuggestionWords> table) {
        SuggestionWords words = table.get(kind);
        if (words == null) {
            throw new KnowledgeException("src/content/suggestions.csv does not have the kind " + kind + ".");
        }
        return words;
    }
}
