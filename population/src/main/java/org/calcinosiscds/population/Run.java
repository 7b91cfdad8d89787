package org.calcinosiscds.population;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.calcinosiscds.assess.PatientAssessments;
import org.calcinosiscds.assess.PatientLine.Kind;
import org.jspecify.annotations.Nullable;

/** One run: reads the files, sorts the lines by patient, assesses the patients, writes the results and counts everything. */
final class Run {
    private static final String QUARANTINE = "quarantine/quarantine.parquet";

    /** Name of the step in the journal. */
    private static final String SORTED = "sorted";

    private final Options options;
    private final InputFiles inputs;
    private final @Nullable Subjects subjects;
    private final Folder folder;
    private final Progress progress;
    private final Clock clock;

    /** @param subjects patients who are asked for; null for everybody */
    Run(Options options, InputFiles inputs, @Nullable Subjects subjects, Progress progress, Clock clock) {
        this.options = options;
        this.inputs = inputs;
        this.subjects = subjects;
        this.progress = progress;
        this.folder = options.folder();
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
        Manifest manifest = Manifest.started(options, inputs, subjects, assessments, clock);
        Journal journal = Journal.of(folder.path());
        if (journal.isEmpty()) {
            journal.add(manifest.identity());
        } else {
            OtherRunException.requireSame(journal.identity(), manifest.identity());
        }
        Counts counts;
        try (SparkSession spark = Sessions.open(options, folder.scratch())) {
            manifest.with(spark);
            SharedRules rules = SharedRules.of(spark, options);
            boolean isSorted = journal.step(SORTED, 0) != null;
            Lines lines = isSorted ? Lines.of(spark, inputs.files(), unsorted()) : read(spark, rules);
            Selection selection = Selection.of(lines.rows(), subjects);
            if (!isSorted) {
                sort(lines, selection);
                journal.done(SORTED, 0, JsonNodeFactory.instance.objectNode());
            }
            requireFewErrors("lines", lines.read(), lines.refused());
            Batches batches = new Batches(spark, options, rules, folder, assessments.version(), assessments.sha256());
            Map<String, Long> failed = new TreeMap<>();
            long patients = selection.patientsSeen();
            long looked = 0;
            progress.known(patients, lines.of(Kind.REFUSED));
            progress.stage("assessing");
            for (int batch = 0; batch < options.batches(); batch++) {
                JsonNode step = journal.step(Batches.STEP, batch);
                if (!batches.isDone(step, batch)) {
                    journal.done(Batches.STEP, batch, batches.run(sorted(), batch));
                    step = journal.step(Batches.STEP, batch);
                }
                JsonNode done = Objects.requireNonNull(step);
                for (Map.Entry<String, JsonNode> code :
                        done.path("result").path("failed").properties()) {
                    failed.merge(code.getKey(), code.getValue().asLong(), Long::sum);
                }
                looked += done.path("result").path("patients").asLong();
                Sample.requireSame(done.path("result"));
                progress.done(looked, number(failed));
                requireFewErrors("patients", patients, failed);
            }
            progress.stage("writing");
            counts = write(lines, selection, batches.results(), manifest, journal);
        }
        progress.ended();
        folder.clean();
        return counts;
    }

    /** Reads the files into a folder of the scratch files. */
    private Lines read(SparkSession spark, SharedRules rules) {
        progress.stage("reading");
        Lines lines = Lines.read(spark, inputs.files(), options, rules, unsorted());
        options.layout().require(lines);
        return lines;
    }

    /** Writes the lines by patient into another one. */
    private void sort(Lines lines, Selection selection) {
        progress.stage("sorting");
        Sample sample = options.strict() == Strict.ALL ? Sample.NOBODY : Sample.of(selection.patientsToAssess());
        Dataset<Row> sorted = new SortedLines(lines.rows(), selection)
                .of(sample, options.batches())
                .repartition(options.partitions(), col("patient"));
        ScratchFiles.writer(sorted).partitionBy("batch").parquet(sorted().toString());
    }

    private Path sorted() {
        return folder.scratch().resolve("sorted");
    }

    private Path unsorted() {
        return folder.scratch().resolve("lines");
    }

    private Counts write(Lines lines, Selection selection, Dataset<Row> results, Manifest manifest, Journal journal)
            throws IOException {
        Path aside = folder.resultsAside();
        Dataset<Row> quarantine = Quarantine.of(lines, results);
        quarantine.coalesce(1).write().mode("overwrite").parquet(aside.toString());
        ObjectNode files = JsonNodeFactory.instance.objectNode();
        folder.publish(aside, QUARANTINE, files);
        Dataset<Row> patients = patients(results);
        PatientAssessments assessments = SharedAssessments.of(options.settings());
        if (options.formats().contains(Options.CSV)) {
            new Cohorts(folder, assessments.rules(), options.settings().asOf()).write(patients, files);
        }
        if (options.formats().contains(Options.MEASURE_REPORT)) {
            write("measure-report.json", measures(assessments).of(StratifiedCounts.of(patients)), files);
        }
        Counts counts = counts(lines, selection, results, patients);
        counts.requireBalance();
        ObjectNode summary = Summary.of(
                counts,
                options,
                selection.deletions(),
                inputs.exportErrors(),
                patients,
                lines.rows().sparkSession().read().parquet(folder.of(QUARANTINE).toString()));
        if (options.compared() != null) {
            Changes.number(summary.putObject("changes"), patients);
        }
        write("summary.json", summary, files);
        folder.write(
                "summary.html",
                SummaryPage.of(
                        summary,
                        displays(),
                        options.settings().asOf(),
                        assessments.version(),
                        manifest.seconds(clock)));
        folder.write(Folder.MANIFEST, manifest.ended(counts, RowHash.of(patients), files, journal, clock));
        return counts;
    }

    private MeasureReports measures(PatientAssessments assessments) {
        return new MeasureReports(
                assessments.rules(), options.settings().asOf(), new SmallCounts(options.suppressBelow()));
    }

    private void write(String name, ObjectNode content, ObjectNode files) throws IOException {
        folder.write(name, content.toPrettyString() + "\n");
        files.put(name, Folder.sha256(folder.of(name)));
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

    private Counts counts(Lines lines, Selection selection, Dataset<Row> results, Dataset<Row> patients) {
        Dataset<Row> used = Quarantine.used(results);
        long usedShared = used.where(col("kind").equalTo(Kind.SHARED.name())).count();
        Row numbers = patients.agg(coalesce(sum("own_lines"), lit(0L)), count(lit(1)), count(col("error")))
                .head();
        long kept = numbers.getLong(0) + used.count();
        long versions = options.strict() == Strict.ALL ? 0 : new SortedLines(lines.rows(), selection).versions();
        long filtered =
                lines.of(Kind.UNREAD) - versions + lines.of(Kind.SHARED) - usedShared + selection.linesSetAside();
        long quarantined = lines.of(Kind.REFUSED) + Quarantine.unknown(results).count();
        long failed = numbers.getLong(2);
        return new Counts(
                lines.read(),
                kept,
                filtered,
                quarantined,
                selection.sent(),
                selection.patientsDeleted(),
                selection.patientsNotAskedFor(),
                selection.patientsNotSent(),
                selection.patientsSeen(),
                numbers.getLong(1) - failed,
                failed);
    }

    private static Dataset<Row> patients(Dataset<Row> results) {
        return results.where(col("record").equalTo(ResultRows.PATIENT));
    }

    private static long number(Map<String, Long> codes) {
        return codes.values().stream().mapToLong(Long::longValue).sum();
    }

    private void requireFewErrors(String what, long number, Map<String, Long> codes) {
        if (number(codes) > options.allowedErrors(number)) {
            throw new TooManyErrorsException(what, number, codes);
        }
    }
}
