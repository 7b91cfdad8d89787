package org.calcinosiscds.population;

import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Starts Spark: inside this process, or on the cluster that {@code spark-submit} names. */
final class Sessions {
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
        conf.setIfMissing("spark.ui.enabled", "false");
        conf.set("spark.sql.warehouse.dir", scratch.resolve("warehouse").toUri().toString())
                .set("spark.hadoop.hadoop.tmp.dir", scratch.resolve("hadoop").toString())
                // Dates and decimals are written alike wherever it runs.
                .set("spark.sql.session.timeZone", "UTC")
                // More than the columns of the widest table: Spark warns where it shortens a plan.
                .set("spark.sql.debug.maxToStringFields", "500")
                .set("spark.sql.ansi.enabled", "true")
                .set("spark.sql.shuffle.partitions", String.valueOf(options.partitions()))
                // Shared resources are sent to every task while they are this small, and sorted beside the others above
                // that.
                .set("spark.sql.autoBroadcastJoinThreshold", "64MB")
                .set("spark.hadoop.mapreduce.fileoutputcommitter.marksuccessfuljobs", "false");
        return SparkSession.builder().config(conf).getOrCreate();
    }
}
