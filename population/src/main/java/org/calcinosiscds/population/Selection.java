package org.calcinosiscds.population;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.sum;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.calcinosiscds.assess.PatientLine.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Who is assessed, and by which resources: all, but for patients who were not asked for, and what the export says was deleted.
 *
 * @param lines rows of {@link LineRows}
 * @param asked keys of the patients who were asked for; null for everybody
 * @param hasDeletions whether the export says that something was deleted
 */
record Selection(Dataset<Row> lines, @Nullable Dataset<Row> asked, boolean hasDeletions) {
    private static final String ASKED = "asked";
    private static final String KEY = "key";

    static Selection of(Dataset<Row> lines, @Nullable Subjects subjects) {
        Dataset<Row> asked = subjects == null
                ? null
                : lines.sparkSession()
                        .createDataset(subjects.keys(), Encoders.STRING())
                        .toDF(KEY);
        return new Selection(
                lines,
                asked,
                !lines.where(col("kind").equalTo(LineRows.DELETED)).isEmpty());
    }

    /** @param owned rows with a patient @return those that are assessed */
    Dataset<Row> of(Dataset<Row> owned) {
        Dataset<Row> rows = owned;
        if (asked != null) {
            // A line whose identifier names no one patient may be of somebody who was asked for: it stays, and is told.
            rows = rows.join(asked.withColumn(ASKED, lit(true)), col("patient").equalTo(col(KEY)), "left")
                    .where(col(ASKED).or(SortedLines.isByIdentifier()))
                    .drop(KEY, ASKED);
        }
        return hasDeletions ? without(without(rows, "patient", "identifiers"), "self", "references") : rows;
    }

    /** @param shared rows of resources of nobody @return those that were not deleted */
    Dataset<Row> ofShared(Dataset<Row> shared) {
        return hasDeletions ? without(shared, "self", "references") : shared;
    }

    private Dataset<Row> without(Dataset<Row> rows, String column, String named) {
        return rows.join(deleted(named), col(column).equalTo(col(KEY)), "left_anti");
    }

    private Dataset<Row> deleted(String named) {
        return lines.where(col("kind").equalTo(LineRows.DELETED))
                .select(explode(col(named)).as(KEY))
                .distinct();
    }

    /** Patients who were sent. */
    long sent() {
        return patients().count();
    }

    /** Patients who were sent and are to be assessed. */
    long patientsSeen() {
        return asked == null && !hasDeletions ? sent() : patientsToAssess().count();
    }

    /** Keys of the patients who are to be assessed. */
    Dataset<Row> patientsToAssess() {
        return of(patients().withColumn("self", lit("")));
    }

    /** Patients who were sent and of whom the export says that they were deleted. */
    long patientsDeleted() {
        return hasDeletions
                ? patients()
                        .join(deleted("identifiers"), col("patient").equalTo(col(KEY)), "left_semi")
                        .count()
                : 0;
    }

    /** Patients who were sent, were not deleted, and were not asked for. */
    long patientsNotAskedFor() {
        if (asked == null) {
            return 0;
        }
        Dataset<Row> others = patients().join(asked, col("patient").equalTo(col(KEY)), "left_anti");
        return hasDeletions ? without(others, "patient", "identifiers").count() : others.count();
    }

    /** Patients who were asked for and not sent. */
    long patientsNotSent() {
        return asked == null
                ? 0
                : asked.join(patients(), col("patient").equalTo(col(KEY)), "left_anti")
                        .count();
    }

    /** Resources of which the export says that they were deleted, whether or not they were sent. */
    long deletions() {
        return Lines.number(lines.where(col("kind").equalTo(LineRows.DELETED))
                .agg(sum(size(col("identifiers")).plus(size(col("references"))))));
    }

    /** Lines of patients that are not assessed because of this, and those that say what was deleted. */
    long linesSetAside() {
        if (asked == null && !hasDeletions) {
            return 0;
        }
        Dataset<Row> owned = SortedLines.owned(lines);
        String[] place = {"file", "chunk", "line"};
        return owned.dropDuplicates(place)
                        .join(of(owned).select("file", "chunk", "line"), place, "left_anti")
                        .count()
                + lines.where(col("kind").equalTo(LineRows.DELETED)).count();
    }

    private Dataset<Row> patients() {
        return lines.where(col("kind").isin(Kind.PATIENT.name(), Kind.BUNDLE.name()))
                .select("patient")
                .distinct();
    }
}
