package org.calcinosiscds.population;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.xxhash64;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.calcinosiscds.assess.PatientLine.Kind;

/** Gives each line to its patient: by id, by an identifier of the Patient, or because a resource of the patient refers to it. */
final class SortedLines {
    /** With which keys begin that are no ids; no id has a blank. */
    private static final String IDENTIFIER = "identifier ";

    private SortedLines() {}

    /** @param lines rows of {@link LineRows} @return rows with a patient, and the batch of the patient */
    static Dataset<Row> of(Dataset<Row> lines, Selection selection, int batches) {
        Dataset<Row> owned = selection.of(owned(lines));
        return owned.drop("identifiers", "references", "self")
                .unionByName(shared(owned, selection, lines))
                .drop("reason", "read")
                .withColumn(
                        "batch", pmod(xxhash64(col("patient")), lit(batches)).cast("int"));
    }

    /** Rows of resources that belong to patients, each with the id of the patient where that is known. */
    static Dataset<Row> owned(Dataset<Row> lines) {
        return byId(lines.where(col("kind").isin(Kind.PATIENT.name(), Kind.RESOURCE.name(), Kind.BUNDLE.name())));
    }

    /** Whether a row names its patient by an identifier, and nothing tells whose that is. */
    static Column isByIdentifier() {
        return col("patient").startsWith(IDENTIFIER);
    }

    /** An identifier that two Patients have names neither: a wrong patient is worse than none. */
    private static Dataset<Row> byId(Dataset<Row> owned) {
        if (owned.where(isByIdentifier()).isEmpty()) {
            return owned;
        }
        Dataset<Row> patients = owned.where(col("kind").equalTo(Kind.PATIENT.name()))
                .select(
                        explode(col("identifiers")).as("identifier"),
                        col("patient").as("id"))
                .groupBy("identifier")
                .agg(countDistinct(col("id")).as("ids"), min(col("id")).as("id"))
                .where(col("ids").equalTo(1))
                .drop("ids");
        return owned.join(patients, owned.col("patient").equalTo(patients.col("identifier")), "left")
                .withColumn("patient", coalesce(col("id"), col("patient")))
                .drop("identifier", "id");
    }

    /** The last version of each shared resource, for each patient who has a resource that refers to it. */
    private static Dataset<Row> shared(Dataset<Row> owned, Selection selection, Dataset<Row> lines) {
        Dataset<Row> latest = selection
                .ofShared(lines.where(col("kind").equalTo(Kind.SHARED.name())))
                .drop("patient", "owners", "identifiers", "references")
                .groupBy("self")
                .agg(max_by(
                                struct("file", "chunk", "line", "kind", "type", "text", "reason", "read"),
                                struct("file", "chunk", "line"))
                        .as("version"))
                .select("self", "version.*");
        return owned.select(col("patient"), explode(col("references")).as("reference"))
                .distinct()
                .join(latest, col("reference").equalTo(col("self")))
                .drop("reference", "self")
                .withColumn("owners", lit(0));
    }
}
