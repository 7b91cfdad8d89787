package org.calcinosiscds.terminology;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.calcinosiscds.knowledge.KnowledgeException;

/** Reads a CSV file with a header line; a field in double quotes may hold commas, line ends and doubled quotes. */
public final class CsvTable {
    private CsvTable() {}

    /** @param cells by the name of their column */
    public record Row(Map<String, String> cells) {
        public String cell(String column) {
            return Objects.requireNonNull(cells.get(column), column);
        }
    }

    /** @throws KnowledgeException when a line has more or fewer fields than the header, or the last line is cut off */
    public static List<Row> rows(Path file) throws IOException {
        List<List<String>> lines = new ArrayList<>(List.of(new ArrayList<>()));
        var field = new StringBuilder();
        boolean quoted = false;
        String text = Files.readString(file).replace("\r\n", "\n");
        for (int at = 0; at < text.length(); at++) {
            char character = text.charAt(at);
            if (character == '"' && quoted && at + 1 < text.length() && text.charAt(at + 1) == '"') {
                field.append('"');
                at++;
            } else if (character == '"') {
                quoted = !quoted;
            } else if (quoted || (character != ',' && character != '\n')) {
                field.append(character);
            } else {
                lines.get(lines.size() - 1).add(field.toString());
                field.setLength(0);
                if (character == '\n') {
                    lines.add(new ArrayList<>());
                }
            }
        }
        if (quoted || field.length() > 0 || !lines.remove(lines.size() - 1).isEmpty()) {
            throw new KnowledgeException("Does not end with a whole line: " + file.getFileName() + ".");
        }
        List<String> header = lines.remove(0);
        return lines.stream().map(line -> row(file, header, line)).toList();
    }

    private static Row row(Path file, List<String> header, List<String> line) {
        if (line.size() != header.size() || new HashSet<>(header).size() != header.size()) {
            throw new KnowledgeException("Wrong number of fields in " + file.getFileName() + ": " + line + ".");
        }
        var cells = new LinkedHashMap<String, String>();
        for (int column = 0; column < header.size(); column++) {
            cells.put(header.get(column), line.get(column).strip());
        }
        return new Row(cells);
    }
}
