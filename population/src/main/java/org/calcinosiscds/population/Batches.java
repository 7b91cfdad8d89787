package org.calcinosiscds.population;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** Assesses the patients batch by batch and writes the results of each where they belong. */
record Batches(SparkSession spark, Options options, SharedRules rules, Folder folder, String version, String sha256) {
    /** Name of the step in the journal. */
    static final String STEP = "batch";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Columns of the table of patients, in their order there. */
    static final String[] COLUMNS = {
        "patient",
        "rules",
        "since",
        "urgency",
        "problems",
        "product",
        "corrected_product",
        "unit",
        "tier",
        "flags",
        "reason",
        "calcium_date",
        "phosphate_date",
        "age",
        "sex",
        "resources",
        "left_out",
        "error"
    };

    /** Rows of {@link ResultRows} of all batches. */
    Dataset<Row> results() {
        return read(all().toString());
    }

    /** Rows of {@link ResultRows} of one batch. */
    Dataset<Row> results(int batch) {
        return read(folder(batch));
    }

    private Dataset<Row> read(String path) {
        return ScratchFiles.reader(spark)
                .schema(ResultRows.SCHEMA)
                .option("recursiveFileLookup", "true")
                .parquet(path);
    }

    private static String number(int batch) {
        return String.format(Locale.ROOT, "%04d", batch);
    }

    private Path all() {
        return folder.scratch().resolve("results");
    }

    private String folder(int batch) {
        return all().resolve(number(batch)).toString();
    }

    /** Whether the files of a batch are those of which its line in the journal tells. */
    boolean isDone(@Nullable JsonNode line, int batch) throws IOException {
        if (line == null || !Files.isDirectory(Path.of(folder(batch)))) {
            return false;
        }
        for (Map.Entry<String, JsonNode> file :
                line.path("result").path("files").properties()) {
            Path path = folder.of(file.getKey());
            if (!Files.exists(path)
                    || !Folder.sha256(path).equals(file.getValue().asText())) {
                return false;
            }
        }
        return true;
    }

    /**
     * Assesses the patients of a batch.
     *
     * @param sorted folder with rows of {@link SortedLines}, by batch
     * @param batch from 0
     * @return number of patients, how many failed by the code of the reason, the sample, and the hashes of the files
     */
    ObjectNode run(Path sorted, int batch) throws IOException {
        ObjectNode result = JSON.createObjectNode();
        ObjectNode files = JSON.createObjectNode();
        String prefix = number(batch);
        String aside = folder.resultsAside().toString();
        Dataset<Row> assessed = ScratchFiles.reader(spark)
                .parquet(sorted.toString())
                .where(col("batch").equalTo(batch))
                .repartition(options.partitions(), col("patient"))
                .sortWithinPartitions("patient", "text", "file", "chunk", "line")
                .mapPartitions(new ResultRows(options, rules), Encoders.row(ResultRows.SCHEMA));
        ScratchFiles.writer(assessed).parquet(folder(batch));
        Dataset<Row> patients = results(batch).where(col("record").equalTo(ResultRows.PATIENT));
        if (options.formats().contains(Options.PARQUET)) {
            patients.selectExpr(COLUMNS)
                    .withColumn("as_of", lit(options.settings().asOf()))
                    .withColumn("knowledge_version", lit(version))
                    .withColumn("content_sha256", lit(sha256))
                    .coalesce(1)
                    .sortWithinPartitions("patient")
                    .write()
                    .mode("overwrite")
                    .parquet(aside);
            folder.publish(Path.of(aside), "patients/" + prefix + ".parquet", files);
        }
        if (options.formats().contains(Options.NDJSON)) {
            patients.where(col("answer").isNotNull())
                    .coalesce(1)
                    .sortWithinPartitions("patient")
                    .select("answer")
                    .write()
                    .mode("overwrite")
                    .option("compression", "gzip")
                    .text(aside);
            folder.publish(Path.of(aside), "answers/" + prefix + ".ndjson.gz", files);
        }
        if (options.compared() != null) {
            Changes.of(patients)
                    .coalesce(1)
                    .sortWithinPartitions("patient")
                    .write()
                    .mode("overwrite")
                    .parquet(aside);
            folder.publish(Path.of(aside), "changes/" + prefix + ".parquet", files);
        }
        numbers(patients, result);
        result.set("files", files);
        return result;
    }

    /** Notes how many patients there are, failed, are in the sample, and have another answer with all lines. */
    private static void numbers(Dataset<Row> patients, ObjectNode result) {
        ObjectNode failed = JSON.createObjectNode();
        long[] numbers = new long[3];
        for (Row row : patients.groupBy("error")
                .agg(count(lit(1)), count(col("same_with_all")), count_if(not(col("same_with_all"))))
                .orderBy("error")
                .collectAsList()) {
            if (!row.isNullAt(0)) {
                failed.put(row.getString(0), row.getLong(1));
            }
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] += row.getLong(i + 1);
            }
        }
        result.put("patients", numbers[0]);
        result.set("failed", failed);
        result.put("sampled", numbers[1]);
        result.put("differing", numbers[2]);
    }
}
