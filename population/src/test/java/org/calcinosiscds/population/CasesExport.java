package org.calcinosiscds.population;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * The cases of the repository as one Bulk Data export with a file for each type: every case with ids of its own, so that all of them are
 * patients of one population.
 */
final class CasesExport {
    static final Path CASES = Path.of("../fhir-resources/tests");
    private static final Pattern RELATIVE = Pattern.compile("([A-Z][A-Za-z]+)/([A-Za-z0-9._:\\-]+)");
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private CasesExport() {}

    /** Writes the export. @return number of cases */
    static int write(Path folder) throws IOException {
        return write(folder, 1);
    }

    private static int write(Path folder, int times) throws IOException {
        List<Path> bundles;
        try (Stream<Path> files = Files.walk(CASES)) {
            bundles = files.filter(file -> file.getFileName().toString().equals("Bundle.json"))
                    .sorted()
                    .toList();
        }
        Map<String, StringBuilder> byType = new TreeMap<>();
        for (int number = 0; number < times * bundles.size(); number++) {
            for (ObjectNode resource : resources(bundles.get(number % bundles.size()), "c" + number + "-")) {
                byType.computeIfAbsent(resource.path("resourceType").asText(), type -> new StringBuilder())
                        .append(JSON.writeValueAsString(resource))
                        .append('\n');
            }
        }
        Files.createDirectories(folder);
        for (Map.Entry<String, StringBuilder> type : byType.entrySet()) {
            boolean isGzip = type.getKey().equals("Condition");
            Path file = folder.resolve(type.getKey() + (isGzip ? ".ndjson.gz" : ".ndjson"));
            try (OutputStream out =
                    isGzip ? new GZIPOutputStream(Files.newOutputStream(file)) : Files.newOutputStream(file)) {
                out.write(type.getValue().toString().getBytes(StandardCharsets.UTF_8));
            }
        }
        return bundles.size();
    }

    /** The Bundle of the case of that name. */
    static Path find(String name) throws IOException {
        try (Stream<Path> files = Files.walk(CASES.resolve("patient-view"))) {
            return files.filter(file -> file.endsWith(Path.of(name, "Bundle.json")))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** The resources of a case, with ids that begin with the prefix. */
    static List<ObjectNode> resources(Path file, String prefix) throws IOException {
        List<ObjectNode> resources = new ArrayList<>();
        Map<String, String> byUrl = new HashMap<>();
        for (JsonNode entry : JSON.readTree(file.toFile()).path("entry")) {
            if (entry.path("resource") instanceof ObjectNode resource) {
                String id =
                        resource.path("id").isTextual() ? resource.path("id").asText() : "r" + resources.size();
                resource.put("id", prefix + id);
                byUrl.put(
                        entry.path("fullUrl").asText(),
                        resource.path("resourceType").asText() + "/" + prefix + id);
                resources.add(resource);
            }
        }
        resources.forEach(resource -> rename(resource, prefix, byUrl));
        return resources;
    }

    private static void rename(JsonNode node, String prefix, Map<String, String> byUrl) {
        if (node instanceof ObjectNode object) {
            if (object.path("reference").isTextual()) {
                object.put("reference", reference(object.path("reference").asText(), prefix, byUrl));
            }
            JsonNode identifier = object.path("identifier");
            for (JsonNode each : identifier.isArray() ? identifier : List.of(identifier)) {
                if (each instanceof ObjectNode one && one.path("value") instanceof TextNode value) {
                    one.put("value", prefix + value.asText());
                }
            }
        }
        node.forEach(child -> rename(child, prefix, byUrl));
    }

    private static String reference(String reference, String prefix, Map<String, String> byUrl) {
        if (byUrl.containsKey(reference)) {
            return byUrl.get(reference);
        }
        return RELATIVE.matcher(reference).matches()
                ? RELATIVE.matcher(reference).replaceFirst("$1/" + prefix + "$2")
                : reference;
    }

    /** Writes the export to the folder that is named, with every case as often as the second argument says. */
    public static void main(String... arguments) throws IOException {
        int cases = write(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
        System.out.println(cases + " cases");
    }
}
