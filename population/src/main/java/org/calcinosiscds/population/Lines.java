package org.calcinosiscds.population;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sum;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.calcinosiscds.assess.PatientLine.Kind;

/**
 * What was read.
 *
 * @param rows of {@link LineRows}
 * @param files that were read
 */
record Lines(Dataset<Row> rows, List<InputFile> files) {
    /** Reads the files. @param folder gets what was read */
    static Lines read(SparkSession spark, List<InputFile> files, Options options, SharedRules rules, Path folder) {
        List<Chunk> chunks = Chunk.of(files);
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        Dataset<Row> lines = spark.createDataFrame(
                context.parallelize(chunks, Math.min(chunks.size(), 4 * options.partitions()))
                        .flatMap(new LineRows(rules, options.strict())),
                LineRows.SCHEMA);
        ScratchFiles.writer(lines).parquet(folder.toString());
        return of(spark, files, folder);
    }

    /** What was read into a folder. */
    static Lines of(SparkSession spark, List<InputFile> files, Path folder) {
        return new Lines(ScratchFiles.reader(spark).schema(LineRows.SCHEMA).parquet(folder.toString()), files);
    }

    /** Lines that are not blank. */
    long read() {
        return number(rows.where(col("kind").equalTo(LineRows.COUNT)).agg(sum("read")));
    }

    /** Lines of a kind that belong to one patient at most. */
    long of(Kind kind) {
        return rows.where(col("kind").equalTo(kind.name())).count();
    }

    /** Lines that cannot be assessed, by the code of the reason. */
    Map<String, Long> refused() {
        Map<String, Long> counts = new TreeMap<>();
        rows.where(col("kind").equalTo(Kind.REFUSED.name()))
                .groupBy("reason")
                .count()
                .collectAsList()
                .forEach(row -> counts.put(row.getString(0), row.getLong(1)));
        return counts;
    }

    /** For each part of a file its path, and the number of the line before its first. */
    Dataset<Row> places() {
        Map<List<Integer>, Long> lengths =
                new TreeMap<>((a, b) -> Arrays.compare(a.toArray(Integer[]::new), b.toArray(Integer[]::new)));
        rows.where(col("kind").equalTo(LineRows.COUNT))
                .select("file", "chunk", "line")
                .collectAsList()
                .forEach(row -> lengths.put(List.of(row.getInt(0), row.getInt(1)), row.getLong(2)));
        Map<Integer, Long> bases = new HashMap<>();
        List<Row> places = new ArrayList<>();
        lengths.forEach((part, lines) -> {
            long base = bases.getOrDefault(part.get(0), 0L);
            places.add(RowFactory.create(
                    part.get(0), part.get(1), files.get(part.get(0)).path(), base));
            bases.put(part.get(0), base + lines);
        });
        return rows.sparkSession()
                .createDataFrame(
                        places,
                        new StructType()
                                .add("file", DataTypes.IntegerType)
                                .add("chunk", DataTypes.IntegerType)
                                .add("path", DataTypes.StringType)
                                .add("base", DataTypes.LongType));
    }

    static long number(Dataset<Row> one) {
        Row row = one.head();
        return row.isNullAt(0) ? 0 : row.getLong(0);
    }
}
