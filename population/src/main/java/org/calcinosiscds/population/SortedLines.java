package org.calcinosiscds.population;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.calcinosiscds.assess.PatientLine.Kind;

/**
 * Gives each line to its patient: by id, by an identifier of the Patient, or because a resource of the patient refers to it.
 *
 * @param lines rows of {@link LineRows}
 */
record SortedLines(Dataset<Row> lines, Selection selection) {
    /** What versions of a resource have in common. */
    private static final Column[] VERSION = {col("patient"), col("self")};

    /** So many names are sent to every task. */
    private static final long FEW = 100_000;

    /** With which keys begin that are no ids; no id has a blank. */
    private static final String IDENTIFIER = "identifier ";

    /**
     * The lines that rules may read, and all lines of the patients in the sample.
     *
     * @return rows with a patient, the batch of the patient, and whether the patient is in the sample
     */
    Dataset<Row> of(Sample sample, int batches) {
        Dataset<Row> owned = selection.of(owned(lines));
        Dataset<Row> unread = selection.of(unread(lines));
        return owned.unionByName(versions(owned, unread))
                .unionByName(unread.where(sample.has(col("patient"))))
                .drop("identifiers", "references", "self")
                .unionByName(shared(owned.unionByName(unread)))
                .drop("reason", "read")
                .withColumn("sampled", sample.has(col("patient")))
                .withColumn("whole", when(col("sampled"), col("whole")))
                .withColumn(
                        "batch", pmod(xxhash64(col("patient")), lit(batches)).cast("int"));
    }

    /** Rows of resources that belong to patients, each with the id of the patient where that is known. */
    static Dataset<Row> owned(Dataset<Row> lines) {
        return byId(
                lines.where(col("kind").isin(Kind.PATIENT.name(), Kind.RESOURCE.name(), Kind.BUNDLE.name())), lines);
    }

    /** The same of resources that no rule reads. */
    private static Dataset<Row> unread(Dataset<Row> lines) {
        return byId(
                lines.where(col("kind")
                        .equalTo(Kind.UNREAD.name())
                        .and(col("patient").isNotNull())),
                lines);
    }

    /** How many lines that no rule reads are kept all the same. */
    long versions() {
        return versions(selection.of(owned(lines)), selection.of(unread(lines))).count();
    }

    /** Other versions of resources that are read: without the later one the earlier would count. */
    private static Dataset<Row> versions(Dataset<Row> owned, Dataset<Row> unread) {
        // There are few of them, if any: they are found by names alone, and the texts of the others stay where they
        // are.
        Dataset<Row> names = unread.select(VERSION)
                .intersect(
                        owned.where(col("kind").equalTo(Kind.RESOURCE.name())).select(VERSION));
        long number = names.count();
        Dataset<Row> few = number <= FEW ? broadcast(names) : names;
        return (number == 0 ? unread.limit(0) : unread.join(few, new String[] {"patient", "self"}, "left_semi"))
                .withColumn("kind", lit(Kind.RESOURCE.name()))
                .withColumn("text", col("whole"))
                .withColumn("whole", lit(null).cast("binary"));
    }

    /** Whether a row names its patient by an identifier, and nothing tells whose that is. */
    static Column isByIdentifier() {
        return col("patient").startsWith(IDENTIFIER);
    }

    /** An identifier that two Patients have names neither: a wrong patient is worse than none. */
    private static Dataset<Row> byId(Dataset<Row> rows, Dataset<Row> lines) {
        if (rows.where(isByIdentifier()).isEmpty()) {
            return rows;
        }
        Dataset<Row> patients = lines.where(col("kind").equalTo(Kind.PATIENT.name()))
                .select(
                        explode(col("identifiers")).as("identifier"),
                        col("patient").as("id"))
                .groupBy("identifier")
                .agg(countDistinct(col("id")).as("ids"), min(col("id")).as("id"))
                .where(col("ids").equalTo(1))
                .drop("ids");
        return rows.join(patients, rows.col("patient").equalTo(patients.col("identifier")), "left")
                .withColumn("patient", coalesce(col("id"), col("patient")))
                .drop("identifier", "id");
    }

    /** The last version of each shared resource, for each patient who has a resource that refers to it. */
    private Dataset<Row> shared(Dataset<Row> owned) {
        Dataset<Row> latest = selection
                .ofShared(lines.where(col("kind").equalTo(Kind.SHARED.name())))
                .drop("patient", "owners", "identifiers", "references")
                .groupBy("self")
                .agg(max_by(
                                struct("file", "chunk", "line", "kind", "type", "text", "whole", "reason", "read"),
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
