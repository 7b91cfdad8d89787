package org.calcinosiscds.population;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Answers as FHIR.
 *
 * @param bySubject by the reference to the patient
 */
record Answers(Map<String, JsonNode> bySubject) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param lines as the command {@code assess} writes them; those that are no answers are passed over */
    static Answers of(List<String> lines) throws IOException {
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
                bundle.path("entry").forEach(Answers::withoutPlaces);
                bySubject.put(subject, bundle);
            }
        }
        return new Answers(bySubject);
    }

    /** Those that a run has written. */
    static Answers ofRun(Path out) throws IOException {
        List<String> lines = new ArrayList<>();
        List<Path> files;
        try (Stream<Path> inside = Files.list(out.resolve("answers"))) {
            files = inside.sorted().toList();
        }
        for (Path file : files) {
            try (BufferedReader reader = new BufferedReader(
                    new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
                reader.lines().forEach(lines::add);
            }
        }
        return of(lines);
    }

    /** Patients of whom the others say something else, or nothing. */
    List<String> differentIn(Answers others) {
        return bySubject.keySet().stream()
                .filter(patient -> !bySubject.get(patient).equals(others.bySubject.get(patient)))
                .toList();
    }

    /** What was left out is named by the line of a file there, and by the resource of a patient here. */
    private static void withoutPlaces(JsonNode entry) {
        if (entry.path("resource").path("resourceType").asText().equals("OperationOutcome")) {
            ((ObjectNode) entry).remove("fullUrl");
            ((ObjectNode) entry.path("resource")).remove("id");
            entry.path("resource").path("issue").forEach(issue -> ((ObjectNode) issue).remove("expression"));
        }
    }
}
