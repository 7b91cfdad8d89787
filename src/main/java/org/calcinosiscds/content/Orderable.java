package org.calcinosiscds.content;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.terminology.CsvTable;
import org.calcinosiscds.terminology.CsvTable.Row;

/**
 * One line of {@code src/content/orderables.csv}: all that is said about something that can be ordered.
 *
 * @param text of the order where it differs from the title
 * @param shortName on a card
 * @param isPaediatricForChildren whether the name on a card of a child begins with "paediatric"
 * @param words of its kind
 * @param code alias of the code system, a bar and the code that the order carries; empty for an order in words
 * @param isBroader whether the code means more than the order
 * @param window days in which it is not suggested again once done, or {@code =} and a define of {@code OrderWindows}
 * @param windowNote what the description adds to the window
 * @param done value sets of what counts as done, {@code =} and a define of {@code OrderHistory}, or empty for what counts as this
 *     order
 * @param isUrgentReferral whether an urgent request within 7 days stands in for an urgent referral
 * @param cards problems whose cards can propose it
 * @param description added to the description
 * @param row the line, which refusals name
 */
record Orderable(
        String id,
        String title,
        String name,
        String text,
        String shortName,
        boolean isPaediatricForChildren,
        Kind kind,
        SuggestionWords words,
        String code,
        boolean isBroader,
        String window,
        String windowNote,
        String done,
        boolean isUrgentReferral,
        Set<String> cards,
        String description,
        Row row) {

    /** What is ordered, in the order in which a card lists the groups. */
    enum Kind {
        LABORATORY("labs"),
        IMAGING("imaging"),
        PROCEDURE("procedures"),
        REFERRAL("referrals"),
        MEDICINE("medicines");

        private final String list;

        Kind(String list) {
            this.list = list;
        }

        private static Kind of(Row row) {
            String written = row.cell("kind");
            return Stream.of(values())
                    .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(written))
                    .findFirst()
                    .orElseThrow(() -> row.refusal("There is no kind " + written + ": write "
                            + Stream.of(values())
                                    .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                                    .collect(Collectors.joining(", "))
                            + "."));
        }

        /** The field of a card's tuple that holds the ids. */
        String list() {
            return list;
        }
    }

    /** @param suggestions by kind */
    static List<Orderable> read(Path table, Map<String, SuggestionWords> suggestions) throws IOException {
        List<Orderable> orderables = new ArrayList<>();
        for (Row row : CsvTable.rows(table)) {
            orderables.add(new Orderable(
                    row.cell("id"),
                    row.cell("title"),
                    row.cell("name"),
                    row.cell("text"),
                    row.cell("short_name"),
                    row.cell("paediatric").equals("yes"),
                    Kind.of(row),
                    SuggestionWords.of(row.cell("kind"), suggestions),
                    row.cell("code"),
                    row.cell("code_is_broader").equals("yes"),
                    row.cell("window"),
                    row.cell("window_note"),
                    row.cell("done"),
                    row.cell("urgent").equals("yes"),
                    Set.of(
                            row.cell("cards").isEmpty()
                                    ? new String[0]
                                    : row.cell("cards").split(" ")),
                    row.cell("description"),
                    row));
        }
        return orderables;
    }

    /** What the order says. */
    String ordered() {
        return text.isEmpty() ? title : text;
    }
}
