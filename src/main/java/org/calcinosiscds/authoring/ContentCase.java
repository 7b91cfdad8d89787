package org.calcinosiscds.authoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A synthetic patient and what must be said about them, in the folder {@code fhir-resources/tests/<hook>/<topic>/<name>} of content.
 *
 * @param folder the Bundle itself, or the folder with {@code Bundle.json}, {@code expected.json} and, where the hook has more context, {@code context.json}
 * @param expected {@code expected.json}
 */
public record ContentCase(Path folder, String hook, String topic, String name, ObjectNode expected) {
    private static final String TESTS = "fhir-resources/tests";
    private static final int DEPTH = 3;

    /**
     * The cases of content, by path.
     *
     * @throws KnowledgeException naming each {@code expected.json} that cannot be read
     */
    public static List<ContentCase> in(Path content) throws IOException {
        Path root = content.resolve(TESTS);
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        List<String> defects = new java.util.ArrayList<>();
        Map<String, ContentCase> cases = new TreeMap<>();
        try (Stream<Path> files = Files.find(root, DEPTH + 1, (file, attributes) -> file.endsWith("expected.json"))) {
            for (Path file : files.toList()) {
                Path folder = Objects.requireNonNull(file.getParent());
                Path path = root.relativize(folder);
                if (path.getNameCount() != DEPTH) {
                    defects.add(file + ": a case is a folder tests/<hook>/<topic>/<name>.");
                    continue;
                }
                try {
                    ContentCase read = new ContentCase(
                            folder,
                            path.getName(0).toString(),
                            path.getName(1).toString(),
                            path.getName(2).toString(),
                            (ObjectNode) CaseJson.read(Files.readString(file)));
                    read.asOf();
                    cases.put(path.toString(), read);
                } catch (JacksonException | ClassCastException e) {
                    defects.add(file + ": it is not a JSON object.");
                } catch (DateTimeException e) {
                    defects.add(file + ": asOf must be an instant with a time zone.");
                }
            }
        }
        if (!defects.isEmpty()) {
            throw new KnowledgeException(defects);
        }
        return List.copyOf(cases.values());
    }

    /**
     * Patients without expected results, assessed with the hook patient-view.
     *
     * @param folder of Bundles in JSON, each with one patient
     */
    public static List<ContentCase> ofBundles(Path folder, ZonedDateTime asOf) throws IOException {
        ObjectNode nothing = (ObjectNode) CaseJson.read("{}");
        nothing.put("asOf", asOf.toOffsetDateTime().toString());
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(file -> new ContentCase(
                            file,
                            "patient-view",
                            "patients",
                            folder.relativize(file).toString(),
                            nothing))
                    .toList();
        }
    }

    /** The moment that the rules treat as now, in the time zone of its offset. */
    public ZonedDateTime asOf() {
        return OffsetDateTime.parse(expected.path("asOf").asString("")).toZonedDateTime();
    }

    /** Resource type of the user; null when the case does not say. */
    public @Nullable String userType() {
        return expected.path("user").isString() ? expected.path("user").asString() : null;
    }

    /** Whether the case is about a rule: it expects it to be true, or is in its folder. */
    public boolean isAbout(String rule) {
        return topic.equals(rule)
                || expected.path("rules")
                        .valueStream()
                        .anyMatch(each -> each.asString("").equals(rule));
    }

    /** {@code Bundle.json}: the record. */
    byte[] bundle() throws IOException {
        return Files.readAllBytes(Files.isDirectory(folder) ? folder.resolve("Bundle.json") : folder);
    }

    /** {@code context.json}: what the context of the hook holds beside user and patient; empty without that file. */
    ObjectNode context() throws IOException {
        Path file = folder.resolve("context.json");
        return (ObjectNode) CaseJson.read(Files.exists(file) ? Files.readString(file) : "{}");
    }

    /** Values of CQL parameters that no caller can set; most cases have none. */
    Map<String, Object> parameters() {
        Map<String, Object> parameters = new TreeMap<>();
        for (Map.Entry<String, JsonNode> each : expected.path("parameters").properties()) {
            Object value = CaseJson.value(each.getValue());
            if (value != null) {
                parameters.put(each.getKey(), value);
            }
        }
        return parameters;
    }

    @Override
    public String toString() {
        return hook + "/" + topic + "/" + name;
    }
}
