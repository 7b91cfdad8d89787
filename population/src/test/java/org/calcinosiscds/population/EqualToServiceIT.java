package org.calcinosiscds.population;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.calcinosiscds.assess.PatientAnswer;
import org.calcinosiscds.assess.PatientAssessments;
import org.calcinosiscds.assess.PatientLine;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * All cases of the repository and a generated population as one export: bin/cds-population answers what the command {@code assess} of the
 * service answers, and what the running service answers to {@code POST /fhir/$assess}. The profile {@code full-comparison} makes the
 * population larger.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EqualToServiceIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int GENERATED = Integer.getInteger("population.patients", 2000);
    private static final int FLAWED_EVERY = 100;
    private static final String AS_OF = "2026-11-21T09:00:00Z";
    private static final String RULE = "https://calcinosis-cds.org/fhir/CodeSystem/rule";
    private static final String CODE = "\"17861-6\"";
    private static final Pattern GENERATED_SUBJECT = Pattern.compile("\"(Patient/p1-\\d+)\"");
    private static final String TIER = "https://calcinosis-cds.org/fhir/CodeSystem/product-tier";

    @TempDir
    static Path folder = Path.of("");

    private Path generated = Path.of("");
    private Path out = Path.of("");
    private int cases;
    private Answers expected = new Answers(Map.of());
    private Answers answers = new Answers(Map.of());
    private Answers posted = new Answers(Map.of());

    @BeforeAll
    void run() throws Exception {
        Path in = folder.resolve("export");
        generated = in.resolve("generated");
        out = folder.resolve("out");
        cases = CasesExport.write(in);
        start(
                folder.resolve("generate.out"),
                "generate.log",
                "bin/cds-population",
                "generate",
                "--out",
                generated.toString(),
                "--seed",
                "1",
                "--patients",
                String.valueOf(GENERATED),
                "--flawed-every",
                String.valueOf(FLAWED_EVERY));
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
        expected = Answers.of(Files.readAllLines(assessed));
        answers = Answers.ofRun(out);
        posted = PostedAnswers.of(folder, jar, List.of(in, generated), AS_OF);
    }

    @Test
    void everybodyIsAnswered() {
        assertThat(expected.bySubject()).hasSize(cases + GENERATED);
        assertThat(answers.bySubject().keySet()).isEqualTo(expected.bySubject().keySet());
    }

    @Test
    void wholeFhirAnswersAreEqual() {
        assertThat(expected.differentIn(answers)).isEmpty();
    }

    @Test
    void serviceGivesTheSameAnswers() {
        assertThat(posted.bySubject().keySet()).isEqualTo(expected.bySubject().keySet());
        assertThat(expected.differentIn(posted)).isEmpty();
    }

    /** The comparison bites: an answer of another patient is not equal. */
    @Test
    void answersOfDifferentPatientsDiffer() {
        assertThat(new TreeSet<>(expected.bySubject().values().stream()
                        .map(JsonNode::toString)
                        .toList()))
                .hasSize(cases + GENERATED);
    }

    /** And it bites when what rules read is kept but for one code. */
    @Test
    void aCodeThatIsNotKeptIsNoticed() throws IOException {
        Map<String, List<byte[]>> lines = linesOfPatientsWith(CODE);
        Answers some = new Answers(new TreeMap<>(expected.bySubject()));
        some.bySubject().keySet().retainAll(lines.keySet());

        assertThat(some.differentIn(assess(lines, line -> true))).isEmpty();
        assertThat(some.differentIn(assess(lines, line -> !line.contains(CODE))))
                .hasSizeGreaterThan(lines.size() / 2);
    }

    private static Answers assess(Map<String, List<byte[]>> lines, Predicate<String> isKept) throws IOException {
        List<String> answers = new ArrayList<>();
        try (PatientAssessments assessments =
                PatientAssessments.open(new PatientAssessments.Settings("", "patient-view", AS_OF, "UTC"))) {
            for (Map.Entry<String, List<byte[]>> patient : lines.entrySet()) {
                List<byte[]> kept = patient.getValue().stream()
                        .filter(line -> isKept.test(new String(line, StandardCharsets.UTF_8)))
                        .filter(line -> assessments.lineForRules(line, null).kind() != PatientLine.Kind.UNREAD)
                        .toList();
                answers.add(Objects.requireNonNull(assessments
                        .assess(patient.getKey().replaceFirst("Patient/", ""), kept, PatientAnswer.AsFhir.ALL)
                        .answer()));
            }
        }
        return Answers.of(answers);
    }

    /** All lines of some generated patients, by the reference to the patient. */
    private Map<String, List<byte[]>> linesOfPatientsWith(String code) throws IOException {
        Map<String, List<byte[]>> lines = new TreeMap<>();
        for (String line : Files.readAllLines(generated.resolve("Observation.ndjson"), StandardCharsets.ISO_8859_1)) {
            Matcher subject = GENERATED_SUBJECT.matcher(line);
            if (lines.size() < 50 && line.contains(code) && subject.find()) {
                lines.put(subject.group(1), new ArrayList<>());
            }
        }
        for (Path file : files(generated)) {
            for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
                Matcher subject = GENERATED_SUBJECT.matcher(line);
                JsonNode resource = file.endsWith("Patient.ndjson") ? JSON.readTree(line) : JSON.nullNode();
                String key = subject.find()
                        ? subject.group(1)
                        : "Patient/" + resource.path("id").asText();
                if (lines.containsKey(key)) {
                    lines.get(key).add(line.getBytes(StandardCharsets.ISO_8859_1));
                }
            }
        }
        return lines;
    }

    /** The one that is true in nobody tells of trials, which a site has to switch on. */
    @Test
    void rulesAreTrueInTheGeneratedPopulation() throws IOException {
        List<String> inNobody = new ArrayList<>();
        for (Path file : files(out.resolve("cohorts"))) {
            if (file.toString().endsWith(".csv")
                    && Files.readAllLines(file).stream().noneMatch(line -> line.startsWith("p1-"))) {
                inNobody.add(file.getFileName().toString());
            }
        }
        assertThat(inNobody).containsExactly("CC-080.csv");
    }

    @Test
    void flawedLinesAreQuarantinedAsTheGeneratorSays() throws IOException {
        Map<String, Integer> quarantined = new TreeMap<>();
        for (Group row : Parquet.rows(out.resolve("quarantine"))) {
            Path file = Path.of(Parquet.text(row, "file"));
            if (file.startsWith(generated)) {
                String line = Files.readAllLines(file, StandardCharsets.ISO_8859_1)
                        .get(Integer.parseInt(Parquet.text(row, "line")) - 1);
                // Some cases have resources of somebody else.
                if (!line.contains("-case-")) {
                    assertThat(line).contains("-flawed");
                    quarantined.merge(Parquet.text(row, "code"), 1, Integer::sum);
                }
            }
        }
        JsonNode manifest = JSON.readTree(generated.resolve("manifest.json").toFile());
        assertThat(JSON.valueToTree(quarantined).toString())
                .isEqualTo(manifest.findValue("flawedLines").toString());
        assertThat(quarantined.values().stream().mapToInt(each -> each).sum()).isEqualTo(GENERATED / FLAWED_EVERY);
    }

    @Test
    void tableSaysWhatTheAnswersSay() throws IOException {
        List<Group> rows = Parquet.rows(out.resolve("patients"));

        assertThat(rows).hasSize(cases + GENERATED);
        for (Group row : rows) {
            String patient = "Patient/" + Parquet.text(row, "patient");
            JsonNode answer = expected.bySubject().get(patient);
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

        assertThat(Pattern.compile("\\b(c\\d+-\\w+|p1-\\d+)").matcher(log).find())
                .isFalse();
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
