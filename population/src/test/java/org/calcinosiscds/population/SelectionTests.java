package org.calcinosiscds.population;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One run over an export with a manifest, some of whose patients were deleted and some not asked for. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SelectionTests {
    @TempDir
    static Path folder = Path.of("");

    private Path out = Path.of("");
    private int exitCode;
    private String messages = "";
    private JsonNode summary = new ObjectMapper().createObjectNode();

    @BeforeAll
    void run() throws IOException {
        Path in = folder.resolve("export");
        write(in.resolve("manifest.json"), """
                {"output": [{"url": "x/Patient.ndjson"}, {"url": "x/Other.ndjson"}],
                 "deleted": [{"url": "x/gone.ndjson"}], "error": [{"url": "x/errors.ndjson"}]}
                """);
        write(in.resolve("Patient.ndjson"), """
                {"resourceType":"Patient","id":"asked-1","gender":"female"}
                {"resourceType":"Patient","id":"asked-2","identifier":[{"system":"urn:h","value":"2"}]}
                {"resourceType":"Patient","id":"asked-deleted"}
                {"resourceType":"Patient","id":"other-1"}
                {"resourceType":"Patient","id":"other-deleted"}
                """);
        write(in.resolve("Other.ndjson"), """
                {"resourceType":"Condition","id":"c1","subject":{"reference":"Patient/asked-1"}}
                {"resourceType":"Condition","id":"c2","subject":{"identifier":{"system":"urn:h","value":"2"}}}
                {"resourceType":"Condition","id":"c3","subject":{"reference":"Patient/asked-2"}}
                {"resourceType":"Condition","id":"c4","subject":{"reference":"Patient/asked-deleted"}}
                {"resourceType":"Condition","id":"c5","subject":{"reference":"Patient/other-1"}}
                {"resourceType":"Condition","id":"c6","subject":{"identifier":{"system":"urn:h","value":"unknown"}}}
                {"resourceType":"Appointment","id":"t","status":"booked","participant":[{"actor":{"reference":"Patient/asked-1"},"status":"accepted"},{"actor":{"reference":"Patient/other-1"},"status":"accepted"}]}
                """);
        write(in.resolve("gone.ndjson"), """
                {"resourceType":"Bundle","type":"transaction","entry":[{"request":{"method":"DELETE","url":"Patient/asked-deleted"}},{"request":{"method":"DELETE","url":"Patient/other-deleted"}}]}
                {"resourceType":"Bundle","type":"transaction","entry":[{"request":{"method":"DELETE","url":"Condition/c3"}}]}
                {"resourceType":"Bundle","type":"transaction","entry":[{"request":{"method":"PUT","url":"Condition/c1"}}]}
                """);
        write(in.resolve("errors.ndjson"), "{\"resourceType\":\"OperationOutcome\"}\n");
        Path ids = folder.resolve("ids.txt");
        write(ids, "asked-1\nasked-2\nasked-deleted\nnever-sent\n");
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
                    "--subjects",
                    ids.toString(),
                    "--as-of",
                    "2026-11-21T09:00:00Z",
                    "--max-errors",
                    "50%",
                    "--partitions",
                    "2");
        } finally {
            System.setErr(standardError);
        }
        messages = captured.toString(StandardCharsets.UTF_8);
        summary = json("summary.json");
    }

    @Test
    void onlyThoseAskedForAndNotDeletedAreAssessed() throws IOException {
        assertThat(Parquet.rows(out.resolve("patients")))
                .extracting(row -> Parquet.text(row, "patient") + " " + Parquet.text(row, "resources"))
                .containsExactlyInAnyOrder("asked-1 3", "asked-2 2");
    }

    @Test
    void everyPatientIsCountedOnce() {
        JsonNode patients = summary.path("patients");
        assertThat(List.of(
                        patients.path("sent").asInt(),
                        patients.path("deleted").asInt(),
                        patients.path("notAskedFor").asInt(),
                        patients.path("seen").asInt(),
                        patients.path("assessed").asInt(),
                        patients.path("askedForNotSent").asInt()))
                .containsExactly(5, 2, 1, 2, 2, 1);
        assertThat(summary.path("export").path("deletions").asInt()).isEqualTo(3);
    }

    /** Kept: two Patients, two of their Conditions, the appointment. Not understood: an identifier, and a request that deletes nothing. */
    @Test
    void everyLineIsCountedOnce() {
        JsonNode lines = summary.path("lines");
        assertThat(List.of(
                        lines.path("read").asInt(),
                        lines.path("kept").asInt(),
                        lines.path("filtered").asInt(),
                        lines.path("quarantined").asInt()))
                .containsExactly(15, 5, 8, 2);
    }

    @Test
    void whatIsMissingIsSaid() throws IOException {
        assertThat(exitCode).isEqualTo(1);
        assertThat(messages).contains("The export says that it is not whole: 1 lines in ", "errors.ndjson");
        assertThat(json(Progress.NAME).path("stage").asText()).isEqualTo("ended");
        for (String name : List.of("manifest.json", "summary.json", Progress.NAME)) {
            assertThat(Files.readString(out.resolve(name))).as(name).doesNotContain("asked-");
        }
    }

    private JsonNode json(String name) throws IOException {
        return new ObjectMapper().readTree(out.resolve(name).toFile());
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
