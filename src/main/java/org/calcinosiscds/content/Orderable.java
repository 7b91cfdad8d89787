package org.calcinosiscds.content;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.calcinosiscds.terminology.CsvTable;
import org.calcinosiscds.terminology.CsvTable.Row;

/**
 * One line of {@code src/content/orderables.csv}: all that is said about something that can be ordered.
 *
 * @param text of the order where it differs from the title
 * @param shortName on a card
 * @param isPaediatricForChildren whether the name on a card of a child begins with "paediatric"
 * @param groupTitle what the card calls its suggestion of orders of this kind
 * @param opening how its description begins; empty for nothing
 * @param code alias of the code system, a bar and the code that the order carries; empty for an order in words
 * @param isBroader whether the code means more than the order
 * @param window days in which it is not suggested again once done, or {@code =} and a define of {@code OrderWindows}
 * @param windowNote what the description adds to the window
 * @param done value sets of what counts as done, {@code =} and a define of {@code OrderHistory}, or empty for what counts as this
 *     order
 * @param isUrgentReferral whether an urgent request within 7 days stands in for an urgent referral
 * @param cards problems whose cards can propose it
 * @param description added to the description
 */
record Orderable(
        String id,
        String title,
        String name,
        String text,
        String shortName,
        boolean isPaediatricForChildren,
        Kind kind,
        String groupTitle,
        String opening,
        String code,
        boolean isBroader,
        String window,
        String windowNote,
        String done,
        boolean isUrgentReferral,
        Set<String> cards,
        String description) {

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

        /** The field of a card's tuple that holds the ids. */
        String list() {
            return list;
        }
    }

    /**
     * Reads the table of orders, with the words of their kinds from {@code order-kinds.csv} beside it.
     *
     * @throws IllegalArgumentException when an order has a kind that does not exist
     */
    static List<Orderable> read(Path table) throws IOException {
        List<Orderable> orderables = new ArrayList<>();
        Map<Kind, Row> kinds = new EnumMap<>(Kind.class);
        for (Row row : CsvTable.rows(table.resolveSibling("order-kinds.csv"))) {
            kinds.put(kind(row), row);
        }
        for (Row row : CsvTable.rows(table)) {
            Kind kind = kind(row);
            Row words = Objects.requireNonNull(kinds.get(kind));
            orderables.add(new Orderable(
                    row.cell("id"),
                    row.cell("title"),
                    row.cell("name"),
                    row.cell("text"),
                    row.cell("short_name"),
                    row.cell("paediatric").equals("yes"),
                    kind,
                    words.cell("title"),
                    words.cell("opening"),
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
                    row.cell("description")));
        }
        return orderables;
    }

    private static Kind kind(Row row) {
        return Kind.valueOf(row.cell("kind").toUpperCase(Locale.ROOT));
    }

    /** What the order says. */
    String ordered() {
        return text.isEmpty() ? title : text;
    }
}
