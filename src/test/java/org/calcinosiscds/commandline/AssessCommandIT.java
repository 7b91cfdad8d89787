package org.calcinosiscds.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.calcinosiscds.cases.CaseFolder;
import org.calcinosiscds.cases.Json;
import org.calcinosiscds.cases.PatientCase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The command as a person starts it: a JVM of its own, since it sets logging and writes to standard output. */
class AssessCommandIT {
    private static final String AS_OF = "--as-of=2026-11-21T09:00:00Z";

    @TempDir
    Path folder;

    @Test
    void folderIsAnsweredInJson() throws Exception {
        Files.copy(bundle("dialysis-product-71-40"), folder.resolve("a.json"));
        Files.writeString(
                folder.resolve("hospitals.json"),
                "{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":{\"resourceType\":\"Organization\"}}]}");
        Files.writeString(
                folder.resolve("Observation.ndjson"),
                "{\"resourceType\":\"Observation\",\"id\":\"x\",\"subject\":{\"reference\":\"Patient/n\"}}\n");
        Files.writeString(folder.resolve("Patient.ndjson"), "{\"resourceType\":\"Patient\",\"id\":\"n\"}\n");
        Files.writeString(folder.resolve("readme.txt"), "not read");
        Files.writeString(folder.resolve("_SUCCESS"), "");

        Run run = run("assess", folder.toString(), "--format=json", AS_OF);

        assertThat(run.code()).as(run.err()).isZero();
        JsonNode answer = Json.read(run.out());
        List<String> answers = answer.path("entry")
                .valueStream()
                .map(entry -> entry.path("resource"))
                .filter(resource -> !resource.path("resourceType").asString().equals("ServiceRequest"))
                .map(resource -> resource.path("resourceType").asString() + " "
                        + resource.at("/subject/reference").asString("") + " "
                        + resource.at("/code/coding/0/code").asString(""))
                .toList();
        assertThat(answers)
                .containsExactly(
                        "Observation Patient/patient calcium-phosphate-product",
                        "RiskAssessment Patient/patient CC-010",
                        "RiskAssessment Patient/patient CC-033",
                        "Observation Patient/n calcium-phosphate-product");
        assertThat(run.err())
                .contains(
                        "Patients assessed: 2, not assessed: 0; resources left out: 0; files without a patient: 1.",
                        "Product: HIGH 1, UNKNOWN 1. Why unknown: no-data 1.",
                        "Rules true: CC-010 1, CC-033 1.",
                        "Not read: readme.txt. It holds no FHIR resources in JSON.",
                        "Files read: 4, not read: 1. Resources read: Condition 1, Observation 7, Patient 2.")
                .startsWith("Not read: readme.txt")
                .contains("Assessing 4 files of " + folder + "; loading the rules first.")
                .doesNotContain("INFO", "WARN", "_SUCCESS");
    }

    /** As implementation guides and some exports have them: an answer without these results would look like one of a healthy patient. */
    @Test
    void filesOfOneResourceEachAreTakenTogether() throws Exception {
        PatientCase patient = PatientCase.named("dialysis-product-71-40").orElseThrow();
        for (JsonNode resource : patient.resources()) {
            Files.writeString(
                    folder.resolve(resource.path("resourceType").asString() + "-"
                            + resource.path("id").asString() + ".json"),
                    resource.toPrettyString());
        }
        Files.writeString(folder.resolve("two.json"), "{\"resourceType\":\"Basic\"} {\"resourceType\":\"Basic\"}");

        Run run = run("assess", folder.toString(), AS_OF);

        assertThat(run.out()).containsPattern("HIGH +71.40.*CC-010").contains("two.json");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("Patients assessed: 1, not assessed: 1;");
    }

    @Test
    void folderWithoutContentIsNamed() throws Exception {
        Run run = run(
                "assess",
                "--content",
                folder.toString(),
                bundle("dialysis-product-71-40").toString());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err().strip())
                .isEqualTo(folder + " holds no content: the folders cql and fhir-resources are needed.");
    }

    @Test
    void coverageIsReportedInPlaceOfAnswers() throws Exception {
        Files.writeString(folder.resolve("Patient.ndjson"), "{\"resourceType\":\"Patient\",\"id\":\"n\"}\n");
        Files.writeString(folder.resolve("MedicationStatement.ndjson"), """
                {"resourceType":"MedicationStatement","id":"a","status":"active","subject":{"reference":"Patient/n"},\
                "medicationCodeableConcept":{"text":"Warfarin 5 mg tablet"}}
                {"resourceType":"MedicationStatement","id":"b","status":"active","subject":{"reference":"Patient/n"},\
                "medicationCodeableConcept":{"coding":[{"system":"urn:local","code":"L-7"}],"text":"Rosalind's mixture"}}
                """);

        Run table = run("assess", folder.toString(), "--coverage", AS_OF);
        JsonNode json = Json.read(run("assess", folder.toString(), "--coverage", "--format=json", AS_OF)
                .out());

        assertThat(table.code()).as(table.err()).isZero();
        assertThat(table.out().lines().map(line -> line.strip().replaceAll("\\s+", " ")))
                .contains(
                        "Patients: 1",
                        "medicine none 1 0 1 0 100%",
                        "medicine other 1 0 0 1 0%",
                        "medicine all 2 0 1 1 50%",
                        "1 medicine urn:local|L-7");
        assertThat(table.out() + table.err()).doesNotContain("Rosalind", "Warfarin");
        assertThat(json.at("/mostFrequentUnrecognised/0/code").asString()).isEqualTo("L-7");
        assertThat(json.at("/coverage/0/byName").asInt()).isEqualTo(1);
    }

    @Test
    void badFileIsNamedTheOthersAreAnsweredAndTheCodeIsOne() throws Exception {
        Files.writeString(folder.resolve("bad.json"), "{\"resourceType\":\"Bundle\",\"Rosalind\"");

        Run run = run(
                "assess", folder.toString(), bundle("dialysis-product-71-40").toString(), AS_OF);

        assertThat(run.code()).as(run.err()).isEqualTo(1);
        assertThat(run.out().lines().map(line -> line.replaceAll("\\s+", " ")))
                .anyMatch(line -> line.startsWith("NOT ASSESSED bad.json: ?: Found text that is not JSON"))
                .contains("Patient/patient HIGH 71.40 warning CC-010 CC-033 Bundle.json");
        assertThat(run.out() + run.err()).doesNotContain("Rosalind");
    }

    @Test
    void compressedFilesAreReadAndOneThatIsCutOffIsAFailure() throws Exception {
        String id = "2f0c1e0e-9b1a-4a43-9a0f-0a3b5c7d9e11";
        gzip("Patient.ndjson.gz", "{\"resourceType\":\"Patient\",\"id\":\"" + id + "\"}\n");
        gzip(
                "Observation",
                "{\"resourceType\":\"Observation\",\"id\":\"x\",\"subject\":{\"reference\":\"Patient/" + id + "\"}}\n");

        Run whole = run("assess", folder.toString(), AS_OF);

        assertThat(whole.code()).as(whole.err()).isZero();
        assertThat(whole.out().lines().toList().get(1))
                .matches("Patient/" + id + " +UNKNOWN .* Patient\\.ndjson\\.gz\\.line\\[1\\]")
                .satisfies(row ->
                        assertThat(row.indexOf("UNKNOWN")).isEqualTo(whole.out().indexOf("PRODUCT")));
        assertThat(whole.err()).contains("Files read: 2, not read: 0. Resources read: Observation 1, Patient 1.");

        Path file = folder.resolve("Observation");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 9));
        Files.writeString(folder.resolve("Condition.xml"), "<Condition xmlns=\"http://hl7.org/fhir\"/>");

        Run cut = run("assess", folder.toString(), AS_OF);

        assertThat(cut.code()).as(cut.err()).isEqualTo(1);
        assertThat(cut.out())
                .contains(
                        "NOT ASSESSED Observation: It ends within the compressed data.",
                        "NOT ASSESSED Condition.xml: It is XML, which is not read.");
        assertThat(cut.err()).contains("Patients assessed: 1, not assessed: 2;", "Files read: 1, not read: 2.");
    }

    private void gzip(String name, String text) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve(name)))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void wrongCommandLineIsSaidWithoutLoadingAnything() throws Exception {
        String file = bundle("dialysis-product-71-40").toString();
        wrong("There is no file", file, folder.resolve("none.json").toString());
        wrong("Missing required parameter");
        wrong("Invalid value for option '--format'", file, "--format=xml");
        wrong("--as-of must be an instant with a time zone", file, "--as-of=2026-11-21");
        wrong("--hook must be one of encounter-discharge, order-select", file, "--hook=none");
        wrong("--held must be 1 or more.", file, "--held=0");
        Run help = run("assess", "--help");
        assertThat(help.code()).isZero();
        assertThat(help.out()).contains("FILE|DIR|-", "--as-of", "Exit codes: 0 every patient was assessed");
    }

    private void wrong(String message, String... arguments) throws Exception {
        List<String> line = new ArrayList<>(List.of("assess"));
        line.addAll(List.of(arguments));
        Run run = run(line.toArray(String[]::new));
        assertThat(run.code()).as(message).isEqualTo(2);
        assertThat(run.err()).contains(message).doesNotContain("Assessing");
    }

    @Test
    void folderWithoutFilesIsSaidToHaveNone() throws Exception {
        Run run = run("assess", folder.toString(), AS_OF);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err().strip()).isEqualTo("There is no file of FHIR resources in JSON in " + folder + ".");
    }

    @Test
    void subjectWhoIsNobodyIsNamed() throws Exception {
        Run run = run("assess", bundle("dialysis-product-71-40").toString(), AS_OF, "--subject=Patient/none");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("No patient in these files is Patient/none.", "files without that patient: 1.");
    }

    @Test
    void tooLittleMemoryIsSaid() throws Exception {
        Run run = start(
                List.of("-Xmx40m"), "assess", bundle("dialysis-product-71-40").toString(), AS_OF);

        assertThat(run.code()).as(run.err()).isEqualTo(3);
        assertThat(run.err())
                .contains("Java ran out of memory", "CDS_JAVA_OPTIONS=-Xmx4g")
                .doesNotContain("\tat ");
    }

    private static Path bundle(String name) {
        return CaseFolder.bundle(name);
    }

    private record Run(int code, String out, String err) {}

    private Run run(String... arguments) throws IOException, InterruptedException {
        return start(List.of(), arguments);
    }

    private Run start(List<String> options, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "org.calcinosiscds.Application"));
        command.addAll(1, options);
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile("out", null);
        Path err = Files.createTempFile("err", null);
        try {
            int code = new ProcessBuilder(command)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start()
                    .waitFor();
            return new Run(
                    code, Files.readString(out, StandardCharsets.UTF_8), Files.readString(err, StandardCharsets.UTF_8));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }
}
