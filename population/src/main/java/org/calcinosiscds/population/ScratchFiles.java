package org.calcinosiscds.population;

import java.util.List;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** How tables that are needed while a run goes on are written and read. */
final class ScratchFiles {
    /** A task holds a group of rows in memory before it writes them, and again when it reads them. */
    private static final long BYTES_OF_A_GROUP = 16 << 20;

    /** Columns whose values are long and all different: to look for equal ones, and for the least and the greatest, is of no use. */
    private static final List<String> LONG = List.of("text", "whole", "answer");

    private ScratchFiles() {}

    static DataFrameReader reader(SparkSession spark) {
        return spark.read().options(ScratchEncryption.options(spark));
    }

    /** Overwrites what is there. */
    static DataFrameWriter<Row> writer(Dataset<Row> rows) {
        DataFrameWriter<Row> writer = rows.write()
                .options(ScratchEncryption.options(rows.sparkSession()))
                .mode("overwrite")
                .option("compression", "zstd")
                .option("parquet.compression.codec.zstd.level", 1)
                .option("parquet.block.size", BYTES_OF_A_GROUP)
                .option("parquet.size.statistics.enabled", false);
        for (String column : LONG) {
            writer.option("parquet.enable.dictionary#" + column, false)
                    .option("parquet.column.statistics.enabled#" + column, false);
        }
        return writer;
    }
}
