package org.calcinosiscds.population;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.calcinosiscds.assess.PatientAnswer.AsFhir;
import org.calcinosiscds.assess.PatientAssessments;
import org.jspecify.annotations.Nullable;

/**
 * What is asked for.
 *
 * @param out folder of the results
 * @param scratch folder for scratch files; empty when they lie in the folder of the results
 * @param keep whether scratch files stay when the run has ended
 * @param scratchKey key with which scratch files are encrypted; null when they are not
 * @param data whose the records are
 * @param settings which rules are evaluated, and for which moment
 * @param compared the same of another content, whose answers are compared; null for none
 * @param layout how resources lie in the files
 * @param strict which lines are checked, and sorted
 * @param formats {@code parquet} for the table of patients, {@code ndjson} for the answers as FHIR, {@code csv} for the
 *     patients of each rule, {@code measure-report} for their numbers as MeasureReports
 * @param all whether patients for whom no rule is true have an answer as FHIR, too
 * @param partitions parts in which Spark sorts
 * @param batches parts of the patients, by a hash of their ids, that are assessed one after the other
 * @param maxErrors share of lines, or of patients, that may fail
 * @param maxResources resources of one patient
 * @param suppressBelow counts of people below this are not in measure reports
 */
record Options(
        String out,
        String scratch,
        boolean keep,
        @Nullable ScratchKey scratchKey,
        Provenance data,
        PatientAssessments.Settings settings,
        PatientAssessments.@Nullable Settings compared,
        Layout layout,
        Strict strict,
        List<String> formats,
        boolean all,
        int partitions,
        int batches,
        double maxErrors,
        int maxResources,
        int suppressBelow)
        implements Serializable {
    static final String PARQUET = "parquet";
    static final String NDJSON = "ndjson";
    static final String CSV = "csv";
    static final String MEASURE_REPORT = "measure-report";

    static final Set<String> FORMATS = Set.of(PARQUET, NDJSON, CSV, MEASURE_REPORT);

    static final int MAX_BATCHES = 256;

    Folder folder() {
        return Folder.of(Path.of(out).toAbsolutePath().normalize(), scratch, keep);
    }

    AsFhir asFhir() {
        if (!formats.contains(NDJSON)) {
            return AsFhir.NONE;
        }
        return all ? AsFhir.ALL : AsFhir.WITH_RULES;
    }

    /** How many of so many may fail; never less than one, so that one patient does not stop a small run. */
    long allowedErrors(long number) {
        return (long) Math.ceil(number * maxErrors);
    }
}
