package org.calcinosiscds.population;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Patients with far more results than others, in a heap that does not hold all of them, and nearly all rows in one batch. */
class HugePatientIT {
    private static final int TOO_MANY = 200_000;
    private static final int MANY = 20_000;

    @TempDir
    static Path folder = Path.of("");

    @Test
    void hugePatientIsNotAssessedAndTheOthersAre() throws Exception {
        Files.createDirectories(folder.resolve("in"));
        try (BufferedWriter results = Files.newBufferedWriter(folder.resolve("in/Observation.ndjson"))) {
            results(results, "huge", TOO_MANY);
            results(results, "large", MANY);
            results(results, "small", 1);
        }
        Files.writeString(folder.resolve("in/Patient.ndjson"), """
                {"resourceType":"Patient","id":"huge"}
                {"resourceType":"Patient","id":"large"}
                {"resourceType":"Patient","id":"small"}
                """);
        Path out = folder.resolve("out");
        Path log = folder.resolve("log");

        Process process = new Script(folder, log, "600m")
                .start(
                        "",
                        List.of(
                                "--in",
                                "in",
                                "--out",
                                "out",
                                "--as-of",
                                "2026-11-21T09:00:00Z",
                                "--batch",
                                "4",
                                "--max-errors",
                                "50%"));

        assertThat(process.waitFor()).as(Files.readString(log)).isEqualTo(1);
        assertThat(Parquet.rows(out.resolve("patients")))
                .extracting(row -> "%s %s %s %s"
                        .formatted(
                                Parquet.text(row, "patient"),
                                Parquet.text(row, "resources"),
                                Parquet.text(row, "error"),
                                Parquet.text(row, "reason")))
                .containsExactlyInAnyOrder(
                        "huge " + (TOO_MANY + 1) + " too-many ",
                        "large " + (MANY + 1) + "  no-data",
                        "small 2  no-data");
        assertThat(new ObjectMapper()
                        .readTree(out.resolve("summary.json").toFile())
                        .at("/lines/kept")
                        .asInt())
                .isEqualTo(TOO_MANY + MANY + 1 + 3);
    }

    /** Each a minute after the one before. */
    private static void results(BufferedWriter lines, String patient, int number) throws IOException {
        for (int i = 0; i < number; i++) {
            int minute = i % (28 * 24 * 60);
            lines.write(
                    """
                    {"resourceType":"Observation","id":"%s-%d","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"17861-6"}]},"subject":{"reference":"Patient/%s"},"effectiveDateTime":"2026-10-%02dT%02d:%02d:00Z","valueQuantity":{"value":9.%d,"unit":"mg/dL","system":"http://unitsofmeasure.org","code":"mg/dL"}}
                    """.formatted(patient, i, patient, 1 + minute / (24 * 60), minute / 60 % 24, minute % 60, i % 10));
        }
    }
}
