package org.calcinosiscds.authoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.calcinosiscds.cql.elm.NeverNull;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.calcinosiscds.terminology.CsvTable;
import org.calcinosiscds.terminology.CsvTable.Row;

/**
 * Why some defines have a value for every patient although their operators do not show it: {@code never-null.csv} beside the cases.
 *
 * @param byDefine reason by the define that it is about
 */
public record NeverNullReasons(Map<NeverNull.Name, String> byDefine) {
    static final NeverNullReasons NONE = new NeverNullReasons(Map.of());

    private static final String TABLE = "never-null.csv";

    /**
     * Reads the table of a folder of content; none is an empty one.
     *
     * @throws KnowledgeException when a row has no reason or stands twice
     */
    public static NeverNullReasons in(Path content) throws IOException {
        Path table = content.resolve(ContentCase.TESTS).resolve(TABLE);
        Map<NeverNull.Name, String> reasons = new LinkedHashMap<>();
        if (Files.isRegularFile(table)) {
            for (Row row : CsvTable.rows(table)) {
                NeverNull.Name name = new NeverNull.Name(row.cell("library"), row.cell("definition"));
                if (row.cell("reason").isBlank() || reasons.put(name, row.cell("reason")) != null) {
                    throw row.refusal(text(name) + " has no reason or stands twice: write why, or remove the line.");
                }
            }
        }
        return new NeverNullReasons(reasons);
    }

    /** A sentence for each reason that is wrong or out of date: its define is gone, or was null in a case. */
    public List<String> outOfDate(List<LibraryCoverage> libraries) {
        List<String> found = new ArrayList<>();
        for (NeverNull.Name name : byDefine.keySet()) {
            Optional<LibraryCoverage.Definition> define = libraries.stream()
                    .filter(library -> library.name().equals(name.library()))
                    .flatMap(library -> library.definitions().stream())
                    .filter(each -> each.name().equals(name.define()))
                    .findFirst();
            if (define.isEmpty()) {
                found.add(TABLE + ": there is no " + text(name) + ".");
            } else if (define.get().isNull() > 0) {
                found.add(TABLE + ": " + text(name) + " was null in a case.");
            }
        }
        return found;
    }

    private static String text(NeverNull.Name name) {
        return name.library() + " \"" + name.define() + "\"";
    }
}
