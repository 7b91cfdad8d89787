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
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/**
 * A synthetic patient and what must be said about them, in the folder {@code fhir-resources/tests/<hook>/<topic>/<name>} of content.
 *
 * @param folder the Bundle itself, or the folder with {@code Bundle.json}, {@code expected.json} and, where the hook has more context, {@code context.json}
 * @param expected {@code expected.json}
 */
public record ContentCase(Path folder, String hook, String topic, String name, ObjectNode expected) {
    static final String TESTS = "fhir-resources/tests";
    static final String BUNDLE = "Bundle.json";
    static final String EXPECTED = "expected.json";
    static final String CONTEXT = "context.json";

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
        try (Stream<Path> files = Files.find(root, DEPTH + 1, (file, attributes) -> file.endsWith(EXPECTED))) {
            for (Path file : files.toList()) {
                Path folder = Objects.requireNonNull(file.getParent());
                Path path = root.relativize(folder);
                if (path.getNameCount() != DEPTH) {
                    defects.add(file + ": a case is a folder tests/<hook>/<topic>/<name>.");
                    continue;
                }
                try {
                    cases.put(path.toString(), read(folder, path));
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
     * One case.
     *
     * @param path below the folder of cases: hook, topic and name
     * @return empty when there is no such case, or it cannot be read
     */
    public static Optional<ContentCase> at(Path content, String... path) throws IOException {
        Path root = content.resolve(TESTS);
        Path relative = Path.of("", path).normalize();
        Path folder = root.resolve(relative);
        if (relative.getNameCount() != DEPTH
                || relative.startsWith("..")
                || !Files.isRegularFile(folder.resolve(EXPECTED))) {
            return Optional.empty();
        }
        try {
            return Optional.of(read(folder, relative));
        } catch (JacksonException | ClassCastException | DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The case of that name; names of cases are unique. */
    public static Optional<ContentCase> named(Path content, String name) throws IOException {
        return in(content).stream().filter(each -> each.name().equals(name)).findFirst();
    }

    private static ContentCase read(Path folder, Path path) throws IOException {
        ContentCase read = new ContentCase(
                folder,
                path.getName(0).toString(),
                path.getName(1).toString(),
                path.getName(2).toString(),
                (ObjectNode) CaseJson.read(Files.readString(folder.resolve(EXPECTED))));
        read.asOf();
        return read;
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

    /** What the case asks. */
    public CaseInput input() throws IOException {
        return new CaseInput(hook, bundle(), context(), asOf(), userType(), parameters());
    }

    /** {@code Bundle.json}: the record. */
    private String bundle() throws IOException {
        return Files.readString(Files.isDirectory(folder) ? folder.resolve(BUNDLE) : folder);
    }

    /** {@code context.json}: what the context of the hook holds beside user and patient; empty without that file. */
    private ObjectNode context() throws IOException {
        Path file = folder.resolve(CONTEXT);
        return (ObjectNode) CaseJson.read(Files.exists(file) ? Files.readString(file) : "{}");
    }

    /** Values of CQL parameters that no caller can set; most cases have none. */
    Map<String, Object> parameters() {
        return CaseInput.parameters(expected.path("parameters"));
    }

    @Override
    public String toString() {
        return hook + "/" + topic + "/" + name;
    }
}
