package org.calcinosiscds.population;

import static org.apache.spark.sql.functions.arrays_zip;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.calcinosiscds.assess.AssessedRules;
import org.calcinosiscds.assess.AssessedRules.Rule;
import org.jspecify.annotations.Nullable;

/** The patients of each rule, in files of their own. A rule that is true for nobody has files, too. */
record Cohorts(Folder folder, AssessedRules rules, String asOf) {
    /**
     * Writes the files, one rule after the other.
     *
     * @param patients rows of {@link ResultRows} about patients
     * @param files gets names and SHA-256
     */
    void write(Dataset<Row> patients, ObjectNode files) throws IOException {
        Map<String, Rule> left = new TreeMap<>();
        rules.rules().forEach(rule -> left.put(rule.id(), rule));
        Iterator<Row> rows = patients.select(
                        col("patient"),
                        explode(arrays_zip(col("rules"), col("since"))).as("each"))
                .select(
                        col("each.rules").as("rule"),
                        col("patient"),
                        col("each.since").as("since"))
                .orderBy("rule", "patient")
                .toLocalIterator();
        Row next = next(rows);
        while (next != null) {
            String id = next.getString(0);
            Rule rule = left.remove(id);
            try (CohortFiles cohort = cohort(rule == null ? new Rule(id, id, "") : rule)) {
                while (next != null && id.equals(next.getString(0))) {
                    cohort.add(next.getString(1), next.isNullAt(2) ? null : next.getLocalDate(2));
                    next = next(rows);
                }
                cohort.publish(files);
            }
        }
        for (Rule rule : left.values()) {
            try (CohortFiles cohort = cohort(rule)) {
                cohort.publish(files);
            }
        }
    }

    private static @Nullable Row next(Iterator<Row> rows) {
        return rows.hasNext() ? rows.next() : null;
    }

    private CohortFiles cohort(Rule rule) throws IOException {
        return new CohortFiles(folder, rules.system(), rule, asOf);
    }
}
