package org.calcinosiscds.population.generate;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Writes an export. The same seed gives the same bytes, and a patient of a number is the same in exports of any size. What patients have is
 * in {@code profiles.json}.
 */
final class Generator {
    private final Settings settings;
    private final JsonNode content;
    private final Cases cases;
    private final SyntheticRecords records;
    private final Map<String, Long> flawed = new TreeMap<>();
    private long fromCases;
    private long lines;

    /**
     * @param patients how many
     * @param noise resources of each patient that no rule reads
     * @param flawedEvery a flawed line comes after so many patients; 0 for none
     * @param isOfBundles whether there is a Bundle for each patient, and not a file for each type
     */
    record Settings(long seed, long patients, int noise, int flawedEvery, boolean isOfBundles) {}

    Generator(Settings settings) throws IOException {
        this.settings = settings;
        this.content = SyntheticRecords.profiles();
        this.cases = Cases.packaged(new Random(settings.seed()));
        this.records = new SyntheticRecords(content, "s" + settings.seed() + "-");
    }

    /** Writes the export into an empty folder. The manifest is whole when everything else is. */
    void write(Path folder) throws IOException {
        try (JsonGenerator manifest = CaseRecord.JSON
                .createGenerator(Files.newOutputStream(folder.resolve("manifest.json")), JsonEncoding.UTF8)
                .useDefaultPrettyPrinter()) {
            manifest.writeStartObject();
            manifest.writeStringField("transactionTime", asOf());
            manifest.writeStringField("request", "cds-population generate");
            manifest.writeBooleanField("requiresAccessToken", false);
            manifest.writeArrayFieldStart("output");
            try (ExportFiles files = settings.isOfBundles()
                    ? new FilesOfBundles(folder, manifest)
                    : new FilesOfTypes(folder, manifest)) {
                SplittableRandom random = new SplittableRandom(settings.seed());
                for (long number = 1; number <= settings.patients(); number++) {
                    patient(number, random.split(), files);
                }
                files.end(records.shared(records.sharedNames(), new SplittableRandom(settings.seed())));
                lines = files.lines();
            }
            manifest.writeEndArray();
            manifest.writeArrayFieldStart("error");
            manifest.writeEndArray();
            manifest.writeObjectFieldStart("extension");
            manifest.writeFieldName(SyntheticMark.URL);
            manifest.writeTree(mark());
            manifest.writeEndObject();
            manifest.writeEndObject();
        }
    }

    private void patient(long number, SplittableRandom random, ExportFiles files) throws IOException {
        String id = "p" + settings.seed() + "-" + number;
        int everyCase = content.path("caseEvery").asInt();
        if (number % everyCase == 0) {
            fromCases++;
            files.patient(id, cases.resources(number / everyCase - 1, id + "-case-"), List.of());
        } else {
            SyntheticRecords.Patient patient = records.patient(id, settings.noise(), random);
            files.patient(id, patient.resources(), records.shared(patient.sharedNames(), random));
        }
        if (settings.flawedEvery() > 0 && number % settings.flawedEvery() == 0) {
            JsonNode kinds = content.path("flawed");
            flawed(id + "-flawed", kinds.get((int) (number / settings.flawedEvery() % kinds.size())), random, files);
        }
    }

    private void flawed(String id, JsonNode kind, SplittableRandom random, ExportFiles files) throws IOException {
        byte[] line = kind.has("resource")
                ? CaseRecord.JSON.writeValueAsBytes(records.resource(id, kind.get("resource"), random))
                : kind.path("text")
                        .asText()
                        .replace("{id}", id)
                        .getBytes(
                                kind.has("charset")
                                        ? Charset.forName(kind.get("charset").asText())
                                        : StandardCharsets.UTF_8);
        files.flawed(id, kind.path("type").asText(), line);
        flawed.merge(kind.path("reason").asText(), 1L, Long::sum);
    }

    /** What the export says of itself. */
    private ObjectNode mark() {
        ObjectNode mark = CaseRecord.JSON.createObjectNode();
        mark.put("seed", settings.seed());
        mark.put("patients", settings.patients());
        mark.put("patientsOfCases", fromCases);
        mark.put("noise", settings.noise());
        mark.put("lines", lines);
        ObjectNode reasons = mark.putObject("flawedLines");
        flawed.forEach(reasons::put);
        return mark;
    }

    /** The moment for which the patients were made up. */
    String asOf() {
        return content.path("asOf").asText();
    }

    long fromCases() {
        return fromCases;
    }

    long lines() {
        return lines;
    }

    /** Flawed lines by the reason for which they cannot be assessed. */
    Map<String, Long> flawed() {
        return flawed;
    }
}
