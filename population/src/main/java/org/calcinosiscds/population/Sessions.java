package org.calcinosiscds.population;

import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Starts Spark: inside this process, or on the cluster that {@code spark-submit} names. */
final class Sessions {
    private static final String EXECUTOR_JAVA = "spark.executor.extraJavaOptions";

    /** Where times are of which the record does not tell the zone; bin/cds-population has the same for this process. */
    private static final String ZONE = "-Duser.timezone=";

    private Sessions() {}

    /** @param scratch folder for files that Spark needs while it runs, which hold patient data */
    static SparkSession open(Options options, Path scratch) {
        SparkConf conf = new SparkConf().setAppName("calcinosis-population");
        boolean isEmbedded = conf.get("spark.master", "local").startsWith("local");
        if (isEmbedded) {
            conf.setIfMissing("spark.master", "local[*]")
                    .set("spark.driver.host", "127.0.0.1")
                    .set("spark.driver.bindAddress", "127.0.0.1")
                    .set("spark.local.dir", scratch.resolve("spark").toString());
        }
        String java = conf.get(EXECUTOR_JAVA, "");
        if (!java.contains(ZONE)) {
            conf.set(EXECUTOR_JAVA, (java + " " + ZONE + "UTC").trim());
        }
        if (options.scratchKey() != null) {
            ScratchEncryption.use(conf, options.scratchKey());
        }
        conf.setIfMissing("spark.ui.enabled", "false");
        conf.set("spark.sql.warehouse.dir", scratch.resolve("warehouse").toUri().toString())
                .set("spark.hadoop.hadoop.tmp.dir", scratch.resolve("hadoop").toString())
                // Dates and decimals are written alike wherever it runs, whichever days its calendar leaves out.
                .set("spark.sql.datetime.java8API.enabled", "true")
                .set("spark.sql.session.timeZone", "UTC")
                // More than the columns of the widest table: Spark warns where it shortens a plan.
                .set("spark.sql.debug.maxToStringFields", "500")
                .set("spark.sql.ansi.enabled", "true")
                .set("spark.sql.shuffle.partitions", String.valueOf(options.partitions()))
                // Shared resources are sent to every task while they are this small, and sorted beside the others above
                // that.
                .setIfMissing("spark.sql.autoBroadcastJoinThreshold", "64MB")
                .set("spark.hadoop.mapreduce.fileoutputcommitter.marksuccessfuljobs", "false");
        return SparkSession.builder().config(conf).getOrCreate();
    }
}
