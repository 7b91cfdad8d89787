package org.calcinosiscds.terminology;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a CSV file with a header line; a field in double quotes may hold commas, line ends and doubled quotes. The byte order mark that
 * spreadsheets write is left out.
 */
public final class CsvTable {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Path file;
    private final List<Line> lines = new ArrayList<>();
    private final StringBuilder field = new StringBuilder();
    private List<String> fields = new ArrayList<>();
    private int line = 1;
    private int first = 1;

    private CsvTable(Path file) {
        this.file = file;
    }

    private record Line(int number, List<String> fields) {}

    /**
     * A line of a table.
     *
     * @param line its number, from 1, which is that of the header
     * @param columns index of each column by its name, in the order of the header; one map for all lines
     */
    public record Row(Path file, int line, Map<String, Integer> columns, List<String> cells) {
        /** @throws TableException when the table has no such column */
        public String cell(String column) {
            Integer index = columns.get(column);
            if (index == null) {
                throw new TableException(
                        file,
                        1,
                        "There is no column " + column + ", only " + String.join(", ", columns.keySet())
                                + ": name it in the header.");
            }
            return cells.get(index).strip();
        }

        boolean hasColumn(String column) {
            return columns.containsKey(column);
        }

        /** @param sentence what is wrong in this line and what to do */
        public TableException refusal(String sentence) {
            return new TableException(file, line, sentence);
        }
    }

    /** @throws TableException when the text is no such table, or its last line may be cut off */
    public static List<Row> rows(Path file) throws IOException {
        CsvTable table = new CsvTable(file);
        table.read(table.text());
        return table.rows();
    }

    private String text() throws IOException {
        try {
            String text = Files.readString(file).replace("\r\n", "\n");
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new TableException(file, 1, "The file is not in UTF-8: save it as \"CSV UTF-8\".");
        }
    }

    private void read(String text) {
        // A table has millions of characters, and a text checks each index.
        char[] characters = text.toCharArray();
        int quote = 0;
        int start = 0;
        for (int at = 0; at < characters.length; at++) {
            char character = characters[at];
            if (character == '"' && quote > 0 && at + 1 < characters.length && characters[at + 1] == '"') {
                at++;
                field.append(characters, start, at - start);
                start = at + 1;
            } else if (character == '"') {
                field.append(characters, start, at - start);
                start = at + 1;
                quote = quote > 0 ? 0 : line;
            } else if (quote == 0 && (character == ',' || character == '\n')) {
                field.append(characters, start, at - start);
                start = at + 1;
                endField(character == '\n');
            }
            if (character == '\n') {
                line++;
                first = fields.isEmpty() && quote == 0 ? line : first;
            }
        }
        if (quote > 0) {
            throw new TableException(file, quote, "A quote is opened here and never closed: close or remove it.");
        }
        if (text.isBlank()) {
            throw new TableException(file, 1, "The file is empty: its first line is to name the columns.");
        }
        if (!text.endsWith("\n")) {
            throw new TableException(
                    file, line, "The last line has no line end, so it may be cut off: complete it and press Enter.");
        }
    }

    private void endField(boolean isLast) {
        fields.add(field.toString());
        field.setLength(0);
        if (isLast) {
            lines.add(new Line(first, fields));
            fields = new ArrayList<>();
        }
    }

    private List<Row> rows() {
        List<String> header = lines.get(0).fields();
        if (header.size() == 1 && header.get(0).contains(";")) {
            throw new TableException(file, 1, "The fields are separated by semicolons: save the table with commas.");
        }
        Map<String, Integer> columns = new LinkedHashMap<>();
        for (String name : header) {
            if (columns.put(name, columns.size()) != null) {
                throw new TableException(file, 1, "The header names the column " + name + " twice: rename one.");
            }
        }
        return lines.subList(1, lines.size()).stream()
                .map(each -> row(columns, each))
                .toList();
    }

    private Row row(Map<String, Integer> columns, Line each) {
        int count = each.fields().size();
        if (count != columns.size()) {
            throw new TableException(
                    file,
                    each.number(),
                    "The line has " + count + (count == 1 ? " field" : " fields") + " and the header " + columns.size()
                            + ": add or remove commas, and write a text with commas in double quotes.");
        }
        return new Row(file, each.number(), columns, each.fields());
    }
}
