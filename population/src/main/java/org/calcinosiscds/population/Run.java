package org.calcinosiscds.population;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sum;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.calcinosiscds.assess.PatientAssessments;
import org.calcinosiscds.assess.PatientLine.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run: reads the files, sorts the lines by patient, assesses the patients, writes the results and counts everything. */
final class Run {
    private static final String QUARANTINE = "quarantine/quarantine.parquet";

    /** Name of the step in the journal. */
    private static final String SORTED = "sorted";

    private static final Logger log = LoggerFactory.getLogger(Run.class);

    private final Options options;
    private final InputFiles inputs;
    private final Folder folder;
    private final Clock clock;

    Run(Options options, InputFiles inputs, Clock clock) {
        this.options = options;
        this.inputs = inputs;
        this.folder = new Folder(options.folder());
        this.clock = clock;
    }

    /**
     * Assesses the patients. What the journal of the folder says is done is not done again.
     *
     * @throws TooManyErrorsException when more failed than is allowed
     * @throws OtherRunException when the folder holds a run that is made of something else
     */
    Counts assess() throws IOException {
        folder.create();
        PatientAssessments assessments = SharedAssessments.of(options.settings());
        Manifest manifest = Manifest.started(options, inputs, assessments, clock);
        Journal journal = Journal.of(folder.path());
        if (journal.isEmpty()) {
            journal.add(manifest.identity());
        } else {
            OtherRunException.requireSame(journal.identity(), manifest.identity());
        }
        Counts counts;
        try (SparkSession spark = Sessions.open(options, folder.scratch())) {
            manifest.with(spark);
            Lines lines = sorted(spark, journal);
            requireFewErrors("lines", lines.read(), lines.refused());
            Batches batches = new Batches(spark, options, folder, assessments.version(), assessments.sha256());
            Map<String, Long> failed = new TreeMap<>();
            long patients = lines.patients();
            for (int batch = 0; batch < options.batches(); batch++) {
                JsonNode done = journal.step(Batches.STEP, batch);
                if (!batches.isDone(done, batch)) {
                    journal.done(Batches.STEP, batch, batches.run(sorted(), batch));
                    done = journal.step(Batches.STEP, batch);
                    log.info("Assessed batch {} of {}.", batch + 1, options.batches());
                }
                for (Map.Entry<String, JsonNode> code : Objects.requireNonNull(done)
                        .path("result")
                        .path("failed")
                        .properties()) {
                    failed.merge(code.getKey(), code.getValue().asLong(), Long::sum);
                }
                requireFewErrors("patients", patients, failed);
            }
            counts = write(lines, batches.results(), manifest, journal);
        }
        folder.clean();
        return counts;
    }

    /** The lines by patient, in a folder of the scratch files. */
    private Lines sorted(SparkSession spark, Journal journal) throws IOException {
        if (journal.step(SORTED, 0) != null) {
            return lines(spark);
        }
        Lines lines = read(spark);
        SortedLines.of(lines.rows(), options.batches())
                .repartition(options.partitions(), col("patient"))
                .write()
                .partitionBy("batch")
                .option("compression", "zstd")
                .mode("overwrite")
                .parquet(sorted().toString());
        journal.done(SORTED, 0, JsonNodeFactory.instance.objectNode());
        log.info("The lines are sorted by patient.");
        return lines;
    }

    private Path sorted() {
        return folder.scratch().resolve("sorted");
    }

    /** Reads the files and counts what is in them. */
    String dryRun() throws IOException {
        boolean isNew = !Files.exists(folder.path());
        folder.create();
        try (SparkSession spark = Sessions.open(options, folder.scratch())) {
            Lines lines = read(spark);
            StringBuilder text = new StringBuilder();
            text.append("%d files of %d bytes, %d lines, %d patients.%n"
                    .formatted(inputs.files().size(), inputs.bytes(), lines.read(), lines.patients()));
            lines.refused()
                    .forEach((code, number) -> text.append("Not assessed: %d lines, %s.%n".formatted(number, code)));
            lines.rows()
                    .where(col("type").isNotNull())
                    .dropDuplicates("file", "chunk", "line")
                    .groupBy("type")
                    .count()
                    .orderBy("type")
                    .collectAsList()
                    .forEach(row -> text.append("%10d %s%n".formatted(row.getLong(1), row.getString(0))));
            return text.toString();
        } finally {
            Folder.delete(isNew ? folder.path() : folder.scratch());
        }
    }

    private Lines read(SparkSession spark) {
        List<Chunk> chunks = Chunk.of(inputs.files());
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        spark.createDataFrame(
                        context.parallelize(chunks, Math.min(chunks.size(), 4 * options.partitions()))
                                .flatMap(new LineRows(options.settings())),
                        LineRows.SCHEMA)
                .write()
                .option("compression", "zstd")
                .mode("overwrite")
                .parquet(unsorted().toString());
        return lines(spark);
    }

    private Lines lines(SparkSession spark) {
        return new Lines(spark.read().schema(LineRows.SCHEMA).parquet(unsorted().toString()), inputs.files());
    }

    private Path unsorted() {
        return folder.scratch().resolve("lines");
    }

    private Counts write(Lines lines, Dataset<Row> results, Manifest manifest, Journal journal) throws IOException {
        Path aside = folder.scratch().resolve("aside");
        Dataset<Row> quarantine = Quarantine.of(lines, results);
        quarantine.coalesce(1).write().mode("overwrite").parquet(aside.toString());
        folder.publish(aside, QUARANTINE, JsonNodeFactory.instance.objectNode());
        Dataset<Row> patients = patients(results);
        Counts counts = counts(lines, results, patients);
        counts.requireBalance();
        ObjectNode summary = Summary.of(
                counts,
                patients,
                lines.rows().sparkSession().read().parquet(folder.of(QUARANTINE).toString()));
        folder.write("summary.json", summary.toPrettyString() + "\n");
        folder.write(
                "summary.html",
                SummaryPage.of(
                        summary,
                        displays(),
                        options.settings().asOf(),
                        SharedAssessments.of(options.settings()).version(),
                        manifest.seconds(clock)));
        folder.write(Folder.MANIFEST, manifest.ended(counts, RowHash.of(patients), journal, clock));
        return counts;
    }

    private Map<String, Map<String, String>> displays() {
        PatientAssessments assessments = SharedAssessments.of(options.settings());
        return Map.of(
                "rules", assessments.displays("rule"),
                "tiers", assessments.displays("product-tier"),
                "reasons", assessments.displays("rejection-reason"),
                "problems", assessments.displays("problem"),
                "urgency", assessments.displays("urgency"));
    }

    private static Counts counts(Lines lines, Dataset<Row> results, Dataset<Row> patients) {
        Dataset<Row> used = Quarantine.used(results);
        long usedShared = used.where(col("kind").equalTo(Kind.SHARED.name())).count();
        long kept = Lines.number(patients.agg(sum("own_lines"))) + used.count();
        long filtered = lines.ofNobody(Kind.UNREAD) + lines.ofNobody(Kind.SHARED) - usedShared;
        long quarantined =
                lines.ofNobody(Kind.REFUSED) + Quarantine.unknown(results).count();
        long failed = patients.where(col("error").isNotNull()).count();
        return new Counts(
                lines.read(), kept, filtered, quarantined, lines.patients(), patients.count() - failed, failed);
    }

    private static Dataset<Row> patients(Dataset<Row> results) {
        return results.where(col("record").equalTo(ResultRows.PATIENT));
    }

    private void requireFewErrors(String what, long number, Map<String, Long> codes) {
        long errors = codes.values().stream().mapToLong(Long::longValue).sum();
        if (errors > options.allowedErrors(number)) {
            throw new TooManyErrorsException(what, number, codes);
        }
    }
}
