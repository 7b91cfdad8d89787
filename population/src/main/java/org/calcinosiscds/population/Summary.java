package org.calcinosiscds.population;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What was found, in numbers. */
final class Summary {
    private static final ObjectMapper JSON = new ObjectMapper();

    static final String UNKNOWN = "not known";

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
        people.put("withResourcesLeftOut", patients.where(col("left_out").gt(0)).count());
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
        sample.put("patients", patients.where(col("same_with_all").isNotNull()).count());
        sample.put("differing", patients.where(not(col("same_with_all"))).count());
        Dataset<Row> assessed = patients.where(col("error").isNull());
        number(summary.putObject("tiers"), assessed, "tier");
        number(summary.putObject("reasons"), assessed, "reason");
        number(summary.putObject("urgency"), assessed, "urgency");
        number(summary.putObject("rules"), assessed.select(explode(col("rules")).as("rule")), "rule");
        number(
                summary.putObject("problems"),
                assessed.select(explode(col("problems")).as("problem")),
                "problem");
        number(
                summary.putObject("quarantinedLines"),
                quarantine.where(col("kind").equalTo("line")),
                "code");
        number(
                summary.putObject("quarantinedPatients"),
                quarantine.where(col("kind").equalTo("patient")),
                "code");
        groups(summary.putObject("byAge"), assessed, age());
        groups(summary.putObject("bySex"), assessed, coalesce(col("sex"), lit(UNKNOWN)));
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

    private static void groups(ObjectNode groups, Dataset<Row> assessed, Column group) {
        assessed.groupBy(group.as("group"))
                .agg(
                        count(lit(1)).as("assessed"),
                        sum(when(size(col("rules")).gt(0), 1).otherwise(0)).as("withRules"))
                .orderBy("group")
                .collectAsList()
                .forEach(row -> groups.putObject(row.getString(0))
                        .put("assessed", row.getLong(1))
                        .put("withRules", row.getLong(2)));
    }

    private static void number(ObjectNode counts, Dataset<Row> rows, String column) {
        rows.where(col(column).isNotNull())
                .groupBy(column)
                .count()
                .orderBy(column)
                .collectAsList()
                .forEach(row -> counts.put(row.getString(0), row.getLong(1)));
    }
}
