package org.calcinosiscds.authoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.calcinosiscds.authoring.MutationRun.Outcome;
import org.calcinosiscds.authoring.MutationRun.Result;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.calcinosiscds.terminology.CsvTable;
import org.calcinosiscds.terminology.CsvTable.Row;

/**
 * Why no case notices some changes: {@code surviving-mutants.csv} beside the cases.
 *
 * @param byMutant reason by the change that it is about
 */
public record SurvivorReasons(Map<Mutant.Key, String> byMutant) {
    private static final String TABLE = "surviving-mutants.csv";

    /**
     * Reads the table of a folder of content; none is an empty one.
     *
     * @throws KnowledgeException when a row has no reason or stands twice
     */
    public static SurvivorReasons in(Path content) throws IOException {
        Path table = content.resolve(ContentCase.TESTS).resolve(TABLE);
        Map<Mutant.Key, String> reasons = new LinkedHashMap<>();
        if (Files.isRegularFile(table)) {
            for (Row row : CsvTable.rows(table)) {
                Mutant.Key key =
                        new Mutant.Key(row.cell("library"), row.cell("definition"), row.cell("change"), number(row));
                if (row.cell("reason").isBlank() || reasons.put(key, row.cell("reason")) != null) {
                    throw row.refusal(key + " has no reason or stands twice: write why, or remove the line.");
                }
            }
        }
        return new SurvivorReasons(reasons);
    }

    private static int number(Row row) {
        if (!row.cell("number").matches("[0-9]{1,9}")) {
            throw row.refusal("The number is to be one such as 1: take the line that mutate prints.");
        }
        return Integer.parseInt(row.cell("number"));
    }

    /** A sentence for each reason that is out of date: its change cannot be made, or a case notices it. */
    public List<String> outOfDate(Collection<Mutant> possible, Collection<Outcome> outcomes) {
        Set<Mutant.Key> keys = possible.stream().map(Mutant::key).collect(Collectors.toSet());
        List<String> found = new ArrayList<>();
        byMutant.keySet().stream()
                .filter(key -> !keys.contains(key))
                .forEach(key -> found.add(TABLE + ": " + key + " cannot be made."));
        outcomes.stream()
                .filter(each -> each.result() == Result.NOTICED || each.result() == Result.REFUSED)
                .filter(each -> byMutant.containsKey(each.mutant().key()))
                .forEach(each -> found.add(TABLE + ": " + each.mutant().key() + " does not survive"
                        + (each.nearest().isEmpty() ? "." : "; " + each.nearest() + " notices it.")));
        return found;
    }
}
