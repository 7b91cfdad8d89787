package org.calcinosiscds.population;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One export with and without the filter: the answers are the same, and what is not read is told. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FilteredRunTests {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String AS_OF = "2026-11-21T09:00:00Z";
    private static final String CASE = "dialysis-product-71-40";
    private static final String NOISE = "\"code\":{\"coding\":[{\"system\":\"urn:x\",\"code\":\"x\"}]}";

    @TempDir
    static Path folder = Path.of("");

    @BeforeAll
    void run() throws IOException {
        List<String> lines = new ArrayList<>();
        CasesExport.resources(CasesExport.find(CASE), "a-").forEach(resource -> lines.add(resource.toString()));
        String subject = "\"subject\":{\"reference\":\"Patient/a-patient\"}";
        // Not read, in many ways.
        lines.add("{\"resourceType\":\"Observation\",\"id\":\"o1\"," + NOISE + "," + subject + "}");
        lines.add("{\"resourceType\":\"Observation\",\"id\":\"o2\"," + NOISE + "}");
        lines.add("{\"resourceType\":\"Claim\",\"id\":\"k\",\"patient\":{\"reference\":\"Patient/a-patient\"}}");
        lines.add(
                "{\"resourceType\":\"Claim\",\"id\":\"l\",\"status\":7,\"flaw\":{},\"patient\":{\"reference\":\"Patient/nobody\"}}");
        lines.add("{\"resourceType\":\"Practitioner\",\"id\":\"p\"}");
        lines.add("{\"resourceType\":\"MedicationDispense\",\"id\":\"d\"," + subject
                + ",\"medicationReference\":{\"reference\":\"Medication/m\"}}");
        lines.add("{\"resourceType\":\"Medication\",\"id\":\"m\",\"code\":{\"text\":\"calcitriol\"}}");
        // A patient whose results were corrected: they are of something else.
        for (ObjectNode resource : CasesExport.resources(CasesExport.find(CASE), "b-")) {
            lines.add(resource.toString());
            if (resource.path("resourceType").asText().equals("Observation")) {
                ObjectNode later = resource.deepCopy();
                later.putObject("code").put("text", "x");
                later.putObject("meta").put("versionId", "2");
                resource.putObject("meta").put("versionId", "1");
                lines.set(lines.size() - 1, resource.toString());
                lines.add(later.toString());
            }
        }
        ObjectNode bundle = bundle("c-", true);
        Files.createDirectories(folder.resolve("in"));
        Files.write(folder.resolve("in/all.ndjson"), lines);
        Files.writeString(folder.resolve("in/bundle.json"), bundle.toPrettyString());
        for (String strict : List.of("read", "all")) {
            assertThat(PopulationCommand.run(
                            Clock.systemUTC(),
                            "--in",
                            folder.resolve("in").toString(),
                            "--out",
                            folder.resolve(strict).toString(),
                            "--as-of",
                            AS_OF,
                            "--all",
                            "--strict",
                            strict,
                            "--format",
                            "parquet,ndjson",
                            "--partitions",
                            "1",
                            "--scratch",
                            folder.resolve("scratch").toString(),
                            strict.equals("read") ? "--keep" : "--data=unknown",
                            "--max-errors",
                            "50%"))
                    .isEqualTo(strict.equals("read") ? 0 : 1);
        }
    }

    private static ObjectNode bundle(String prefix, boolean isWithClaim) throws IOException {
        ObjectNode bundle =
                JSON.createObjectNode().put("resourceType", "Bundle").put("type", "collection");
        if (isWithClaim) {
            bundle.withArray("entry")
                    .addObject()
                    .putObject("resource")
                    .put("resourceType", "Claim")
                    .putObject("patient")
                    .put("reference", "Patient/" + prefix + "patient");
        }
        CasesExport.resources(CasesExport.find(CASE), prefix)
                .forEach(resource -> bundle.withArray("entry").addObject().set("resource", resource));
        return bundle;
    }

    @Test
    void answersAreTheSame() throws IOException {
        List<Group> filtered = Parquet.rows(folder.resolve("read/patients"));
        List<Group> all = Parquet.rows(folder.resolve("all/patients"));

        assertThat(filtered).hasSize(3);
        for (int i = 0; i < filtered.size(); i++) {
            for (String column : List.of("patient", "urgency", "product", "tier", "reason", "calcium_date", "error")) {
                assertThat(Parquet.text(filtered.get(i), column))
                        .as(column)
                        .isEqualTo(Parquet.text(all.get(i), column));
            }
            assertThat(Parquet.texts(filtered.get(i), "rules")).isEqualTo(Parquet.texts(all.get(i), "rules"));
        }
        assertThat(answers("read")).isEqualTo(answers("all"));
    }

    private static byte[] answers(String strict) throws IOException {
        return Files.readAllBytes(folder.resolve(strict + "/answers/0000.ndjson.gz"));
    }

    /** The later version, which no rule reads, is kept: otherwise the results would be back. */
    @Test
    void aCorrectionThatNoRuleReadsCounts() throws IOException {
        List<Group> rows = Parquet.rows(folder.resolve("read/patients"));

        assertThat(rows)
                .extracting(row -> Parquet.text(row, "patient") + " " + Parquet.text(row, "tier"))
                .containsExactly("a-patient HIGH", "b-patient UNKNOWN", "c-patient HIGH");
    }

    @Test
    void linesAreCounted() throws IOException {
        JsonNode read = JSON.readTree(folder.resolve("read/summary.json").toFile());
        JsonNode all = JSON.readTree(folder.resolve("all/summary.json").toFile());

        assertThat(read.path("strict").asText()).isEqualTo("read");
        assertThat(all.path("strict").asText()).isEqualTo("all");
        assertThat(read.path("lines").path("filtered").asInt())
                .as("two Observations, two Claims, a Practitioner and a MedicationDispense")
                .isEqualTo(6);
        assertThat(read.path("lines").path("quarantined").asInt()).isZero();
        assertThat(all.path("lines").path("filtered").asInt())
                .as("a Practitioner")
                .isEqualTo(1);
        assertThat(all.path("lines").path("quarantined").asInt())
                .as("an Observation and a Claim of nobody who was sent")
                .isEqualTo(2);
        assertThat(read.path("lines").path("read")).isEqualTo(all.path("lines").path("read"));
        assertThat(read.path("sample").toString()).isEqualTo("{\"patients\":3,\"differing\":0}");
        assertThat(all.path("sample").path("patients").asInt()).isZero();
    }

    /** Of two runs with one folder for scratch files: each has its own inside, and one was told to keep it. */
    @Test
    void scratchFilesLieElsewhereAndAreDeletedUnlessKept() throws IOException {
        try (Stream<Path> left = Files.list(folder.resolve("scratch"))) {
            assertThat(left).singleElement().satisfies(kept -> {
                assertThat(kept.resolve("sorted")).exists();
                assertThat(Files.getPosixFilePermissions(kept)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
            });
        }
        assertThat(folder.resolve("read/.scratch/sorted")).doesNotExist();
        assertThat(folder.resolve("all/.scratch")).doesNotExist();
    }

    /** A patient in the sample whose answer would be another one with all resources stops the run. */
    @Test
    void aDifferenceIsFound() throws IOException {
        ObjectNode part = bundle("a-", false);
        part.withArray("entry").remove(part.path("entry").size() - 1);
        byte[] whole = bundle("a-", false).toString().getBytes(StandardCharsets.UTF_8);

        assertThat(isSameWithAll(part.toString().getBytes(StandardCharsets.UTF_8), whole))
                .isFalse();
        assertThat(isSameWithAll(whole, bundle("a-", true).toString().getBytes(StandardCharsets.UTF_8)))
                .isTrue();
        assertThatThrownBy(() -> Sample.requireSame(JSON.readTree("{\"sampled\": 5, \"differing\": 1}")))
                .hasMessageStartingWith("Of 5 patients in the sample, 1 have another answer");
    }

    private static boolean isSameWithAll(byte[] text, byte[] whole) throws IOException {
        Row row = new GenericRowWithSchema(
                new Object[] {"a-patient", 0, 0, 1L, "BUNDLE", "Bundle", 1, text, whole, true},
                new org.apache.spark.sql.types.StructType()
                        .add("patient", DataTypes.StringType)
                        .add("file", DataTypes.IntegerType)
                        .add("chunk", DataTypes.IntegerType)
                        .add("line", DataTypes.LongType)
                        .add("kind", DataTypes.StringType)
                        .add("type", DataTypes.StringType)
                        .add("owners", DataTypes.IntegerType)
                        .add("text", DataTypes.BinaryType)
                        .add("whole", DataTypes.BinaryType)
                        .add("sampled", DataTypes.BooleanType));
        Row answer = new ResultRows(options(), new SharedRules(options().settings(), null, null))
                .call(List.of(row).iterator())
                .next();
        return answer.getBoolean(ResultRows.SCHEMA.fieldIndex("same_with_all"));
    }

    private static Options options() {
        return new Options(
                "out",
                "",
                false,
                null,
                Provenance.UNKNOWN,
                new org.calcinosiscds.assess.PatientAssessments.Settings("", "patient-view", AS_OF, "UTC"),
                null,
                Layout.AUTO,
                Strict.READ,
                List.of(),
                false,
                1,
                1,
                0,
                100,
                0);
    }
}
