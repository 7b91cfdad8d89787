package org.calcinosiscds.population;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What was found, in numbers. */
final class Summary {
    private static final ObjectMapper JSON = new ObjectMapper();

    static final String UNKNOWN = "not known";

    private static final String BY_AGE = "byAge";
    private static final String BY_SEX = "bySex";

    /** Years at which an age band begins. */
    private static final int[] AGES = {0, 18, 40, 60, 80};

    private Summary() {}

    /**
     * @param deletions resources of which the export says that they were deleted
     * @param exportErrors how much the export says it could not write
     * @param patients rows of {@link ResultRows} about patients
     * @param quarantine rows of {@link Quarantine}
     */
    static ObjectNode of(
            Counts counts,
            Options options,
            long deletions,
            long exportErrors,
            Dataset<Row> patients,
            Dataset<Row> quarantine)
            throws IOException {
        ObjectNode summary = JSON.createObjectNode();
        ObjectNode people = summary.putObject("patients");
        people.put("sent", counts.sent());
        people.put("deleted", counts.deleted());
        people.put("notAskedFor", counts.notAskedFor());
        people.put("askedForNotSent", counts.notSent());
        people.put("seen", counts.patients());
        people.put("assessed", counts.assessed());
        people.put("quarantined", counts.failed());
        Row numbers = patients.agg(
                        count_if(col("left_out").gt(0)),
                        count(col("same_with_all")),
                        count_if(not(col("same_with_all"))))
                .head();
        people.put("withResourcesLeftOut", numbers.getLong(0));
        ObjectNode export = summary.putObject("export");
        export.put("deletions", deletions);
        export.put("errors", exportErrors);
        ObjectNode lines = summary.putObject("lines");
        lines.put("read", counts.read());
        lines.put("kept", counts.kept());
        lines.put("filtered", counts.filtered());
        lines.put("quarantined", counts.quarantined());
        summary.put("data", options.data().option());
        summary.put("strict", options.strict().option());
        ObjectNode sample = summary.putObject("sample");
        sample.put("patients", numbers.getLong(1));
        sample.put("differing", numbers.getLong(2));
        for (String table : List.of("tiers", "reasons", "urgency", "rules", "problems")) {
            summary.putObject(table);
        }
        number(
                summary.putObject("quarantinedLines"),
                quarantine.where(col("kind").equalTo("line")));
        number(
                summary.putObject("quarantinedPatients"),
                quarantine.where(col("kind").equalTo("patient")));
        for (String table : List.of(BY_AGE, BY_SEX)) {
            summary.putObject(table);
        }
        tables(summary, patients.where(col("error").isNull()));
        return summary;
    }

    /** The age band of a patient. */
    static Column age() {
        Column band = lit(UNKNOWN);
        for (int i = AGES.length - 1; i >= 0; i--) {
            String name = i + 1 == AGES.length ? AGES[i] + " and more" : AGES[i] + " to " + (AGES[i + 1] - 1);
            Column isInside = i + 1 == AGES.length
                    ? col("age").geq(AGES[i])
                    : col("age").geq(AGES[i]).and(col("age").lt(AGES[i + 1]));
            band = when(isInside, lit(name)).otherwise(band);
        }
        return band;
    }

    /** Counts for each table how many patients there are of each of its values, and for how many of these a rule is true. */
    private static void tables(ObjectNode summary, Dataset<Row> assessed) {
        Column one = array(
                entry("tiers", col("tier")),
                entry("reasons", col("reason")),
                entry("urgency", col("urgency")),
                entry(BY_AGE, age()),
                entry(BY_SEX, coalesce(col("sex"), lit(UNKNOWN))));
        Column several = concat(
                transform(col("rules"), rule -> entry("rules", rule)),
                transform(col("problems"), problem -> entry("problems", problem)));
        assessed.select(
                        size(col("rules")).gt(0).as("withRules"),
                        explode(concat(one, several)).as("each"))
                .where(col("each.value").isNotNull())
                .groupBy("each.table", "each.value")
                .agg(count(lit(1)).as("assessed"), count_if(col("withRules")).as("withRules"))
                .orderBy("value")
                .collectAsList()
                .forEach(row -> {
                    ObjectNode table = (ObjectNode) summary.get(row.getString(0));
                    if (List.of(BY_AGE, BY_SEX).contains(row.getString(0))) {
                        table.putObject(row.getString(1))
                                .put("assessed", row.getLong(2))
                                .put("withRules", row.getLong(3));
                    } else {
                        table.put(row.getString(1), row.getLong(2));
                    }
                });
    }

    private static Column entry(String table, Column value) {
        return struct(lit(table).as("table"), value.as("value"));
    }

    private static void number(ObjectNode counts, Dataset<Row> rows) {
        rows.groupBy("code")
                .count()
                .orderBy("code")
                .collectAsList()
                .forEach(row -> counts.put(row.getString(0), row.getLong(1)));
    }
}
