package org.calcinosiscds.population;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_except;
import static org.apache.spark.sql.functions.array_intersect;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What another content answers differently: before is the content of the run, after the one it is compared with. */
final class Changes {
    private static final String[] COMPARED = {"rules", "tier", "urgency", "error"};

    private Changes() {}

    /** @param patients rows of {@link ResultRows} about patients @return a row for each whose answers differ, with both */
    static Dataset<Row> of(Dataset<Row> patients) {
        return differing(patients)
                .select(
                        col("patient"),
                        array_except(col("rules_after"), col("rules")).as("gained"),
                        array_except(col("rules"), col("rules_after")).as("lost"),
                        col("rules").as("rules_before"),
                        col("rules_after"),
                        col("tier").as("tier_before"),
                        col("tier_after"),
                        col("urgency").as("urgency_before"),
                        col("urgency_after"),
                        col("error").as("error_before"),
                        col("error_after"));
    }

    private static Dataset<Row> differing(Dataset<Row> patients) {
        Column same = lit(true);
        for (String each : COMPARED) {
            same = same.and(col(each).eqNullSafe(col(each + "_after")));
        }
        return patients.where(not(same));
    }

    /** For rules, tiers and urgencies of which patients were gained or lost: how many there were before and are after. */
    static void number(ObjectNode summary, Dataset<Row> patients) {
        Dataset<Row> differing = differing(patients);
        summary.put("patients", differing.count());
        numbers(summary.putObject("rules"), patients, col("rules"), col("rules_after"));
        numbers(summary.putObject("tiers"), patients, one("tier"), one("tier_after"));
        numbers(summary.putObject("urgency"), patients, one("urgency"), one("urgency_after"));
    }

    private static Column one(String column) {
        return array(col(column));
    }

    private static void numbers(ObjectNode numbers, Dataset<Row> patients, Column before, Column after) {
        Map<String, Long> stayed = count(patients, array_intersect(before, after));
        Map<String, Long> gained = count(patients, array_except(after, before));
        Map<String, Long> lost = count(patients, array_except(before, after));
        TreeMap<String, Long> changed = new TreeMap<>(gained);
        changed.putAll(lost);
        for (String code : changed.keySet()) {
            long same = stayed.getOrDefault(code, 0L);
            numbers.putObject(code)
                    .put("before", same + lost.getOrDefault(code, 0L))
                    .put("after", same + gained.getOrDefault(code, 0L))
                    .put("gained", gained.getOrDefault(code, 0L))
                    .put("lost", lost.getOrDefault(code, 0L));
        }
    }

    private static Map<String, Long> count(Dataset<Row> patients, Column codes) {
        Map<String, Long> counts = new TreeMap<>();
        patients.select(explode(codes).as("code"))
                .where(col("code").isNotNull())
                .groupBy("code")
                .count()
                .collectAsList()
                .forEach(row -> counts.put(row.getString(0), row.getLong(1)));
        return counts;
    }
}
