package org.calcinosiscds.population;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.example.data.Group;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One run over an export in which everything occurs that an export may have, flaws included. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PopulationTests {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path CASE = CasesExport.CASES.resolve("patient-view");
    private static final String AS_OF = "2026-11-21T09:00:00Z";

    @TempDir
    static Path folder = Path.of("");

    private Path out = Path.of("");
    private int exitCode;
    private String messages = "";
    private JsonNode summary = JSON.createObjectNode();

    @BeforeAll
    void run() throws IOException {
        Path in = folder.resolve("export");
        Files.createDirectories(in.resolve("bundles"));
        List<ObjectNode> dialysis = CasesExport.resources(CasesExport.find("dialysis-product-71-40"), "a-");
        List<String> patients = new ArrayList<>(List.of(
                "{\"resourceType\":\"Patient\",\"id\":\"b\",\"identifier\":[{\"system\":\"urn:h\",\"value\":\"17\"}],\"birthDate\":\"1960-03-02\",\"gender\":\"female\"}",
                "",
                "not JSON",
                "{\"resourceType\":\"Patient\",\"id\":\"c\"}",
                "{\"resourceType\":\"Patient\",\"id\":\"d\",\"birthDate\":\"yesterday\"}",
                "{\"resourceType\":\"Patient\"}"));
        List<String> others = new ArrayList<>(List.of(
                "{\"resourceType\":\"Observation\",\"id\":\"o1\",\"status\":\"final\",\"code\":{\"text\":\"x\"}}",
                "{\"resourceType\":\"Observation\",\"id\":\"o2\",\"status\":\"final\",\"code\":{\"text\":\"x\"},\"subject\":{\"reference\":\"Patient/unknown\"}}",
                "{\"resourceType\":\"Observation\",\"id\":\"o3\",\"status\":\"final\",\"code\":{\"text\":\"x\"},\"subject\":{\"identifier\":{\"system\":\"urn:h\",\"value\":\"17\"}}}",
                "{\"resourceType\":\"Appointment\",\"id\":\"t\",\"status\":\"booked\",\"participant\":[{\"actor\":{\"reference\":\"Patient/b\"},\"status\":\"accepted\"},{\"actor\":{\"reference\":\"Patient/unknown\"},\"status\":\"accepted\"}]}",
                "{\"resourceType\":\"MedicationRequest\",\"id\":\"mr\",\"status\":\"active\",\"intent\":\"order\",\"subject\":{\"reference\":\"https://ehr.example.org/fhir/Patient/b/_history/2\"},\"medicationReference\":{\"reference\":\"Medication/used\"}}",
                "{\"resourceType\":\"Medication\",\"id\":\"used\",\"code\":{\"text\":\"calcitriol\"}}",
                "{\"resourceType\":\"Medication\",\"id\":\"unused\",\"code\":{\"text\":\"calcitriol\"}}",
                "{\"resourceType\":\"Practitioner\",\"id\":\"p\"}",
                "{\"resourceType\":\"Nothing\",\"id\":\"n\"}"));
        for (int i = 0; i < 12; i++) {
            others.add(
                    "{\"resourceType\":\"Condition\",\"id\":\"k" + i + "\",\"subject\":{\"reference\":\"Patient/c\"}}");
        }
        for (ObjectNode resource : dialysis) {
            (resource.path("resourceType").asText().equals("Patient") ? patients : others).add(resource.toString());
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(String.join("\n", patients).getBytes(StandardCharsets.UTF_8));
        bytes.write(new byte[] {'\n', '"', (byte) 0xff, '"', '\n'});
        Files.write(in.resolve("Patient.ndjson"), bytes.toByteArray());
        Files.write(in.resolve("Other.ndjson"), others);
        for (String name : List.of("one", "two", "three")) {
            String prefix = name.equals("three") ? "g-" : "f-";
            ObjectNode bundle =
                    JSON.createObjectNode().put("resourceType", "Bundle").put("type", "collection");
            CasesExport.resources(CasesExport.find("dialysis-product-71-40"), prefix)
                    .forEach(resource -> bundle.withArray("entry").addObject().set("resource", resource));
            Files.writeString(in.resolve("bundles/" + name + ".json"), bundle.toPrettyString());
        }
        Files.writeString(in.resolve("notes.xml"), "<notes/>");
        Files.writeString(in.resolve("manifest.json"), "{}");
        out = folder.resolve("out");
        PrintStream standardError = System.err;
        ByteArrayOutputStream captured = new ByteArrayOutputStream();
        System.setErr(new PrintStream(captured, true, StandardCharsets.UTF_8));
        try {
            exitCode = PopulationCommand.run(
                    Clock.systemUTC(),
                    "--in",
                    in.toString(),
                    "--out",
                    out.toString(),
                    "--as-of",
                    AS_OF,
                    "--strict",
                    "all",
                    "--max-errors",
                    "60%",
                    "--max-resources",
                    "10",
                    "--partitions",
                    "3",
                    "--batch",
                    "2",
                    "--suppress-below",
                    "0",
                    "--compare",
                    "..");
        } finally {
            System.setErr(standardError);
        }
        messages = captured.toString(StandardCharsets.UTF_8);
        summary = JSON.readTree(out.resolve("summary.json").toFile());
    }

    @Test
    void someWereNotAssessed() {
        assertThat(exitCode).isEqualTo(1);
        assertThat(messages).contains("Not read: ", "notes.xml", "6 patients, ");
    }

    @Test
    void rowsOfPatientsAreReadWithoutSpark() throws IOException {
        List<Group> rows = Parquet.rows(out.resolve("patients"));

        assertThat(rows)
                .extracting(row -> Parquet.text(row, "patient") + " " + Parquet.text(row, "error"))
                .containsExactlyInAnyOrder(
                        "a-patient ", "b ", "c too-many", "d not-r4", "f-patient two-versions", "g-patient ");
        Group dialysis = row(rows, "a-patient");
        assertThat(Parquet.texts(dialysis, "rules")).contains("CC-010");
        assertThat(Parquet.text(dialysis, "tier")).isEqualTo("HIGH");
        assertThat(Parquet.text(dialysis, "unit")).isEqualTo("mg2/dL2");
        assertThat(Parquet.text(dialysis, "as_of")).isEqualTo(AS_OF);
        Group other = row(rows, "b");
        assertThat(Parquet.text(other, "age")).isEqualTo("66");
        assertThat(Parquet.text(other, "sex")).isEqualTo("female");
        // The Patient, a result by identifier, the appointment, the prescription and its medicine.
        assertThat(Parquet.text(other, "resources")).isEqualTo("5");
    }

    @Test
    void bundleIsAnsweredAsItsResourcesInLines() throws IOException {
        List<Group> rows = Parquet.rows(out.resolve("patients"));

        for (String column : List.of(
                "urgency",
                "product",
                "corrected_product",
                "tier",
                "reason",
                "calcium_date",
                "phosphate_date",
                "age",
                "sex")) {
            assertThat(Parquet.text(row(rows, "g-patient"), column))
                    .as(column)
                    .isEqualTo(Parquet.text(row(rows, "a-patient"), column));
        }
        assertThat(Parquet.texts(row(rows, "g-patient"), "rules"))
                .isEqualTo(Parquet.texts(row(rows, "a-patient"), "rules"));
    }

    @Test
    void quarantineNamesTheLineAndTheReason() throws IOException {
        assertThat(Parquet.rows(out.resolve("quarantine")))
                .extracting(row -> String.join(
                        " ",
                        Parquet.text(row, "kind"),
                        Path.of(Parquet.text(row, "file")).getFileName().toString(),
                        Parquet.text(row, "line"),
                        Parquet.text(row, "type"),
                        Parquet.text(row, "code")))
                .containsExactlyInAnyOrder(
                        "line Patient.ndjson 3  not-json",
                        "line Patient.ndjson 6 Patient no-patient",
                        "line Patient.ndjson 8  not-utf8",
                        "line Other.ndjson 1 Observation no-patient",
                        "line Other.ndjson 2 Observation unknown-patient",
                        "line Other.ndjson 9  not-r4",
                        "patient Patient.ndjson 4 Patient too-many",
                        "patient Patient.ndjson 5 Patient not-r4",
                        "patient one.json 1 Bundle two-versions");
    }

    @Test
    void cohortNamesWhoAndSinceWhen() throws IOException {
        List<Group> rows = Parquet.rows(out.resolve("patients"));
        Group dialysis = row(rows, "a-patient");
        int place = Parquet.texts(dialysis, "rules").indexOf("CC-010");
        String since = LocalDate.ofEpochDay(
                        dialysis.getGroup("since", 0).getGroup(0, place).getInteger(0, 0))
                .toString();

        assertThat(Files.readString(out.resolve("cohorts/CC-010.csv")))
                .isEqualTo("patient,since\r\na-patient," + since + "\r\ng-patient," + since + "\r\n");
        JsonNode group = JSON.readTree(out.resolve("cohorts/CC-010.json").toFile());
        assertThat(group.path("quantity").asInt()).isEqualTo(2);
        assertThat(group.at("/code/coding/0/display").asText()).isEqualTo("Product above 70 (metastatic risk)");
        assertThat(group.at("/member/1").toString())
                .isEqualTo(
                        "{\"entity\":{\"reference\":\"Patient/g-patient\"},\"period\":{\"start\":\"" + since + "\"}}");
    }

    @Test
    void cohortOfNobodyIsEmpty() throws IOException {
        assertThat(Files.readString(out.resolve("cohorts/CC-061.csv"))).isEqualTo("patient,since\r\n");
        JsonNode group = JSON.readTree(out.resolve("cohorts/CC-061.json").toFile());
        assertThat(group.path("quantity").asInt()).isZero();
        assertThat(group.has("member")).isFalse();
    }

    @Test
    void reportCountsAsTheSummaryDoes() throws IOException {
        JsonNode report = JSON.readTree(out.resolve("measure-report.json").toFile());
        int number = 0;
        for (JsonNode entry : report.path("entry")) {
            JsonNode resource = entry.path("resource");
            if (resource.path("resourceType").asText().equals("MeasureReport")) {
                String measure = resource.path("measure").asText();
                String rule = measure.replaceFirst(".*-(CC-\\d+)\\|.*", "$1");
                JsonNode populations = resource.at("/group/0/population");
                assertThat(populations.at("/0/count").asInt()).isEqualTo(6);
                assertThat(populations.at("/1/count").asInt()).isEqualTo(3);
                assertThat(populations.at("/2/count").asInt())
                        .as(rule)
                        .isEqualTo(summary.path("rules").path(rule).asInt());
                number += populations.at("/2/count").asInt() > 0 ? 1 : 0;
            }
        }
        assertThat(number).isEqualTo(summary.path("rules").size());
    }

    /** The content of the repository is the packaged one. */
    @Test
    void contentComparedWithItselfHasNoRow() throws IOException {
        assertThat(Parquet.rows(out.resolve("changes"))).isEmpty();
        assertThat(summary.path("changes").path("patients").asInt()).isZero();
        assertThat(summary.path("changes").path("rules")).isEmpty();
    }

    @Test
    void numbersBalance() {
        assertThat(summary.path("patients").path("seen").asInt()).isEqualTo(6);
        assertThat(summary.path("patients").path("assessed").asInt()).isEqualTo(3);
        assertThat(summary.path("patients").path("quarantined").asInt()).isEqualTo(3);
        JsonNode lines = summary.path("lines");
        assertThat(lines.path("quarantined").asInt()).isEqualTo(6);
        assertThat(lines.path("filtered").asInt())
                .as("an unused Medication and a Practitioner")
                .isEqualTo(2);
        assertThat(lines.path("read").asInt()).isEqualTo(lines.path("kept").asInt() + 2 + 6);
    }

    @Test
    void scratchIsGone() throws IOException {
        try (var files = Files.list(out)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "patients",
                            "answers",
                            "quarantine",
                            "cohorts",
                            "changes",
                            "measure-report.json",
                            "manifest.json",
                            "progress.json",
                            "summary.json",
                            "summary.html");
        }
    }

    @Test
    void folderWithAnotherRunIsRefused() {
        assertThat(PopulationCommand.run(
                        Clock.systemUTC(), "--in", CASE.toString(), "--out", out.toString(), "--as-of", AS_OF))
                .isEqualTo(2);
    }

    private static Group row(List<Group> rows, String patient) {
        return rows.stream()
                .filter(row -> Parquet.text(row, "patient").equals(patient))
                .findFirst()
                .orElseThrow();
    }
}
