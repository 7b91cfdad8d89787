package org.calcinosiscds.population;

import static org.apache.spark.sql.functions.col;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.calcinosiscds.assess.PatientAssessments;
import org.calcinosiscds.assess.PatientAssessments.Need;
import org.jspecify.annotations.Nullable;

/**
 * Reads the files, counts what is in them and says what of it rules need, without assessing anybody.
 *
 * @param subjects patients who are asked for; null for everybody
 */
record DryRun(Options options, InputFiles inputs, @Nullable Subjects subjects) {
    private static final Map<Need, String> NEEDS = Map.of(
            Need.NONE, "no rule reads it", Need.BY_CODE, "rules look for codes", Need.ALL, "rules read all of it");

    String text() throws IOException {
        Folder folder = options.folder();
        boolean isNew = !Files.exists(folder.path());
        folder.create();
        try (SparkSession spark = Sessions.open(options, folder.scratch())) {
            Lines lines = Lines.read(
                    spark,
                    inputs.files(),
                    options,
                    SharedRules.of(spark, options),
                    folder.scratch().resolve("lines"));
            options.layout().require(lines);
            return text(lines);
        } finally {
            Folder.delete(folder.scratch());
            Folder.delete(isNew ? folder.path() : folder.aside());
        }
    }

    private String text(Lines lines) {
        Selection selection = Selection.of(lines.rows(), subjects);
        StringBuilder text = new StringBuilder();
        text.append("%d files of %d bytes, %d lines, %d patients.%n"
                .formatted(inputs.files().size(), inputs.bytes(), lines.read(), selection.sent()));
        if (subjects != null) {
            text.append("Asked for: %d patients; %d of them were not sent.%n"
                    .formatted(subjects.keys().size(), selection.patientsNotSent()));
        }
        if (selection.hasDeletions()) {
            text.append("Deleted, as the export says: %d resources; %d patients who were sent.%n"
                    .formatted(selection.deletions(), selection.patientsDeleted()));
        }
        lines.refused().forEach((code, number) -> text.append("Not assessed: %d lines, %s.%n".formatted(number, code)));
        PatientAssessments assessments = SharedAssessments.of(options.settings());
        lines.rows()
                .where(col("type").isNotNull())
                .dropDuplicates("file", "chunk", "line")
                .groupBy("type")
                .count()
                .orderBy("type")
                .collectAsList()
                .forEach(row -> text.append("%10d %s, %s%n"
                        .formatted(row.getLong(1), row.getString(0), need(assessments, row.getString(0)))));
        return text.toString();
    }

    private static String need(PatientAssessments assessments, String type) {
        return type.equals("Bundle") ? "rules read what is in it" : NEEDS.getOrDefault(assessments.need(type), "");
    }
}
