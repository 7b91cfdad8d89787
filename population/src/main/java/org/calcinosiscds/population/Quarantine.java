package org.calcinosiscds.population;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.calcinosiscds.assess.PatientLine.Kind;

/** What could not be assessed, and why: lines, and patients by the line of the Patient. Nothing of the content. */
final class Quarantine {
    private Quarantine() {}

    /** @param results rows of {@link ResultRows} of all patients */
    static Dataset<Row> of(Lines lines, Dataset<Row> results) {
        Dataset<Row> refused =
                rows(lines.rows().where(col("kind").equalTo(Kind.REFUSED.name())), "line", col("reason"));
        Dataset<Row> unknown = rows(unknown(results), "line", lit("unknown-patient"));
        Dataset<Row> patients = rows(
                results.where(col("record")
                        .equalTo(ResultRows.PATIENT)
                        .and(col("error").isNotNull())),
                "patient",
                col("error"));
        Dataset<Row> all = refused.unionByName(unknown).unionByName(patients);
        return all.join(lines.places(), new String[] {"file", "chunk"}, "inner")
                .select(
                        col("kind"),
                        col("path").as("file"),
                        col("base").plus(col("line")).as("line"),
                        col("type"),
                        col("code"))
                .orderBy("file", "line", "kind");
    }

    private static Dataset<Row> rows(Dataset<Row> places, String kind, Column code) {
        return places.select(
                lit(kind).as("kind"), col("file"), col("chunk"), col("line"), col("type"), code.as("code"));
    }

    /** Lines none of whose patients were sent. */
    static Dataset<Row> unknown(Dataset<Row> results) {
        String[] place = {"file", "chunk", "line"};
        return results.where(col("record").equalTo(ResultRows.UNKNOWN))
                .dropDuplicates(place)
                .join(used(results), place, "left_anti");
    }

    /** Where lines stand that are used, and that belong to several patients or to none. */
    static Dataset<Row> used(Dataset<Row> results) {
        return results.where(col("record").equalTo(ResultRows.USED))
                .select("file", "chunk", "line", "kind")
                .dropDuplicates("file", "chunk", "line");
    }
}
