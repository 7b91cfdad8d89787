package org.calcinosiscds.population;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.example.data.Group;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** All cases of the repository as one export: bin/cds-population answers what the command {@code assess} of the service answers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EqualToAssessIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String AS_OF = "2026-11-21T09:00:00Z";
    private static final String RULE = "https://calcinosis-cds.org/fhir/CodeSystem/rule";
    private static final String TIER = "https://calcinosis-cds.org/fhir/CodeSystem/product-tier";

    @TempDir
    static Path folder = Path.of("");

    private int cases;
    private Path out = Path.of("");
    private Map<String, JsonNode> expected = Map.of();
    private Map<String, JsonNode> answers = Map.of();

    @BeforeAll
    void run() throws Exception {
        Path in = folder.resolve("export");
        out = folder.resolve("out");
        cases = CasesExport.write(in);
        Path jar = productJar();
        Path assessed = folder.resolve("assess.ndjson");
        start(
                assessed,
                "assess.log",
                java(),
                "-jar",
                jar.toString(),
                "assess",
                "--format",
                "ndjson",
                "--as-of",
                AS_OF,
                in.toString());
        start(
                folder.resolve("population.out"),
                "population.log",
                "bin/cds-population",
                "--in",
                in.toString(),
                "--out",
                out.toString(),
                "--as-of",
                AS_OF,
                "--all",
                "--max-errors",
                "1%");
        expected = answers(Files.readAllLines(assessed));
        List<String> lines = new ArrayList<>();
        for (Path file : files(out.resolve("answers"))) {
            try (BufferedReader reader = new BufferedReader(
                    new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
                reader.lines().forEach(lines::add);
            }
        }
        answers = answers(lines);
    }

    @Test
    void everyCaseIsAnswered() {
        assertThat(expected).hasSize(cases);
        assertThat(answers.keySet()).isEqualTo(expected.keySet());
    }

    @Test
    void wholeFhirAnswersAreEqual() {
        List<String> different = expected.keySet().stream()
                .filter(patient -> !expected.get(patient).equals(answers.get(patient)))
                .toList();

        assertThat(different).isEmpty();
    }

    /** The comparison bites: an answer of another patient is not equal. */
    @Test
    void answersOfDifferentPatientsDiffer() {
        assertThat(new TreeSet<>(
                        expected.values().stream().map(JsonNode::toString).toList()))
                .hasSize(cases);
    }

    @Test
    void tableSaysWhatTheAnswersSay() throws IOException {
        List<Group> rows = Parquet.rows(out.resolve("patients"));

        assertThat(rows).hasSize(cases);
        for (Group row : rows) {
            String patient = "Patient/" + Parquet.text(row, "patient");
            JsonNode answer = expected.get(patient);
            assertThat(new TreeSet<>(Parquet.texts(row, "rules"))).as(patient).isEqualTo(codes(answer, RULE));
            assertThat(codes(answer, TIER)).as(patient).containsExactly(Parquet.text(row, "tier"));
            JsonNode product = answer.path("entry")
                    .path(0)
                    .path("resource")
                    .path("valueQuantity")
                    .path("value");
            assertThat(Parquet.text(row, "product").isEmpty()).as(patient).isEqualTo(product.isMissingNode());
        }
    }

    /** Neither the log nor the tables beside {@code patients} name a patient. */
    @Test
    void logNamesNobody() throws IOException {
        String log = Files.readString(folder.resolve("population.log"))
                + Files.readString(folder.resolve("population.out"))
                + Files.readString(out.resolve("summary.json"))
                + Files.readString(out.resolve("manifest.json"));

        assertThat(Pattern.compile("\\bc\\d+-\\w+").matcher(log).find()).isFalse();
    }

    private static TreeSet<String> codes(JsonNode answer, String system) {
        TreeSet<String> codes = new TreeSet<>();
        for (JsonNode coding : answer.findValues("coding")) {
            coding.forEach(each -> {
                if (each.path("system").asText().equals(system)) {
                    codes.add(each.path("code").asText());
                }
            });
        }
        return codes;
    }

    private Map<String, JsonNode> answers(List<String> lines) throws IOException {
        Map<String, JsonNode> bySubject = new TreeMap<>();
        for (String line : lines) {
            JsonNode bundle = JSON.readTree(line);
            String subject = bundle.path("entry")
                    .path(0)
                    .path("resource")
                    .path("subject")
                    .path("reference")
                    .asText();
            if (bundle.path("resourceType").asText().equals("Bundle")) {
                bundle.path("entry").forEach(EqualToAssessIT::withoutPlaces);
                bySubject.put(subject, bundle);
            }
        }
        return bySubject;
    }

    /** What was left out is named by the line of a file there, and by the resource of a patient here. */
    private static void withoutPlaces(JsonNode entry) {
        if (entry.path("resource").path("resourceType").asText().equals("OperationOutcome")) {
            ((ObjectNode) entry).remove("fullUrl");
            ((ObjectNode) entry.path("resource")).remove("id");
            entry.path("resource").path("issue").forEach(issue -> ((ObjectNode) issue).remove("expression"));
        }
    }

    private static void start(Path output, String log, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(folder.resolve(log).toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("CDS_POPULATION_HEAP", "2g");
        // Days begin at another time there, and the small letter of I is another one. KillIT is elsewhere again.
        builder.environment()
                .put(
                        "CDS_POPULATION_JAVA_OPTIONS",
                        "-Duser.timezone=America/St_Johns -Duser.language=tr -Duser.country=TR");
        int code = builder.start().waitFor();
        assertThat(code).as(Files.readString(folder.resolve(log))).isLessThan(2);
    }

    private static String java() {
        return System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
    }

    private static Path productJar() throws IOException {
        return files(Path.of("../target")).stream()
                .filter(file -> file.getFileName().toString().matches("calcinosis-cds-[0-9.]+\\.jar"))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("Build the service first: mvn package in the folder above."));
    }

    private static List<Path> files(Path inside) throws IOException {
        try (Stream<Path> all = Files.list(inside)) {
            return all.sorted().toList();
        }
    }
}
