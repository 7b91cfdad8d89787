package org.calcinosiscds.population;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What was found, in numbers. */
final class Summary {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Summary() {}

    /**
     * @param patients rows of {@link ResultRows} about patients
     * @param quarantine rows of {@link Quarantine}
     */
    static ObjectNode of(Counts counts, Dataset<Row> patients, Dataset<Row> quarantine) throws IOException {
        ObjectNode summary = JSON.createObjectNode();
        ObjectNode people = summary.putObject("patients");
        people.put("seen", counts.patients());
        people.put("assessed", counts.assessed());
        people.put("quarantined", counts.failed());
        people.put("withResourcesLeftOut", patients.where(col("left_out").gt(0)).count());
        ObjectNode lines = summary.putObject("lines");
        lines.put("read", counts.read());
        lines.put("kept", counts.kept());
        lines.put("filtered", counts.filtered());
        lines.put("quarantined", counts.quarantined());
        Dataset<Row> assessed = patients.where(col("error").isNull());
        count(summary.putObject("tiers"), assessed, "tier");
        count(summary.putObject("reasons"), assessed, "reason");
        count(summary.putObject("urgency"), assessed, "urgency");
        count(summary.putObject("rules"), assessed.select(explode(col("rules")).as("rule")), "rule");
        count(
                summary.putObject("problems"),
                assessed.select(explode(col("problems")).as("problem")),
                "problem");
        count(
                summary.putObject("quarantinedLines"),
                quarantine.where(col("kind").equalTo("line")),
                "code");
        count(
                summary.putObject("quarantinedPatients"),
                quarantine.where(col("kind").equalTo("patient")),
                "code");
        return summary;
    }

    private static void count(ObjectNode counts, Dataset<Row> rows, String column) {
        rows.where(col(column).isNotNull())
                .groupBy(column)
                .count()
                .orderBy(column)
                .collectAsList()
                .forEach(row -> counts.put(row.getString(0), row.getLong(1)));
    }
}
