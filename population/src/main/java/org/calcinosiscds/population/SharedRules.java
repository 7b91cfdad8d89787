package org.calcinosiscds.population;

import java.io.Serializable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.calcinosiscds.assess.PatientAssessments;
import org.jspecify.annotations.Nullable;

/**
 * Rules for tasks, which may run where nobody sees the folder of the content.
 *
 * @param files of the content, as the driver read them; null for the packaged content, which every executor has
 * @param compared rules that are asked, too; null for none
 */
record SharedRules(
        PatientAssessments.Settings settings,
        @Nullable Broadcast<PatientAssessments.Files> files,
        @Nullable SharedRules compared)
        implements Serializable {
    /** The rules of a run. */
    static SharedRules of(SparkSession spark, Options options) {
        return of(spark, options.settings(), options.compared() == null ? null : of(spark, options.compared(), null));
    }

    private static SharedRules of(
            SparkSession spark, PatientAssessments.Settings settings, @Nullable SharedRules compared) {
        return new SharedRules(
                settings,
                settings.content().isEmpty()
                        ? null
                        : JavaSparkContext.fromSparkContext(spark.sparkContext())
                                .broadcast(SharedAssessments.of(settings).files()),
                compared);
    }

    PatientAssessments assessments() {
        return files == null ? SharedAssessments.of(settings) : SharedAssessments.of(settings, files::value);
    }

    /** Those that are asked, too. */
    @Nullable
    PatientAssessments comparedAssessments() {
        return compared == null ? null : compared.assessments();
    }
}
