package org.calcinosiscds.authoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.calcinosiscds.authoring.shortcase.CodeSystemNames;
import org.calcinosiscds.authoring.shortcase.KnownNames;
import org.calcinosiscds.authoring.shortcase.ShortCase;
import org.calcinosiscds.authoring.shortcase.ShortCaseReader;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/**
 * A synthetic patient and what must be said about them. A case is a folder {@code fhir-resources/tests/<hook>/<topic>/<name>} of content, a
 * short case {@code <name>.yaml} in place of that folder, or a folder {@code input/tests/<library>/<name>} with a file for each resource.
 *
 * @param path the folder or file
 * @param expected {@code expected.json}, or what a short case expects
 * @param files the record and the context
 */
public record ContentCase(Path path, String hook, String topic, String name, ObjectNode expected, CaseFiles files)
        implements PatientSource {
    public static final String TESTS = "fhir-resources/tests";
    public static final String INPUT_TESTS = "input/tests";
    static final String BUNDLE = "Bundle.json";
    static final String EXPECTED = "expected.json";
    static final String CONTEXT = "context.json";

    static final String PATIENT_VIEW = "patient-view";

    /** Hook, topic and name. */
    private static final int DEPTH = 3;

    /**
     * The cases of content, by path.
     *
     * @throws KnowledgeException naming each case that cannot be read
     */
    public static List<ContentCase> in(Path content) throws IOException {
        List<String> defects = new ArrayList<>();
        Map<String, ContentCase> cases = new TreeMap<>();
        Path root = content.resolve(TESTS);
        if (Files.isDirectory(root)) {
            CodeSystemNames names = CodeSystemNames.in(root);
            try (Stream<Path> files = Files.find(root, DEPTH + 1, (file, attributes) -> isExpected(file))) {
                for (Path file : files.toList()) {
                    Path folder = isShort(file) ? file : Objects.requireNonNull(file.getParent());
                    if (root.relativize(folder).getNameCount() != DEPTH) {
                        defects.add(file + ": a case is a folder tests/<hook>/<topic>/<name>, or <name>.yaml there.");
                        continue;
                    }
                    try {
                        ContentCase read = read(root, root.relativize(folder), names, defects);
                        if (read != null && cases.put(read.toString(), read) != null) {
                            defects.add(file + ": another case has that name.");
                        }
                    } catch (JacksonException | ClassCastException e) {
                        defects.add(file + ": it is not a JSON object.");
                    } catch (DateTimeException e) {
                        defects.add(file + ": asOf must be an instant with a time zone.");
                    }
                }
            }
        }
        for (ContentCase each : ofResources(content.resolve(INPUT_TESTS), defects)) {
            cases.putIfAbsent(each.toString(), each);
        }
        if (!defects.isEmpty()) {
            throw new KnowledgeException(defects);
        }
        return List.copyOf(cases.values());
    }

    private static boolean isExpected(Path file) {
        return file.endsWith(EXPECTED) || isShort(file);
    }

    private static boolean isShort(Path file) {
        return file.toString().endsWith(ShortCase.SUFFIX);
    }

    /**
     * One case below {@code fhir-resources/tests}.
     *
     * @param path below the folder of cases: hook, topic and name
     * @return empty when there is no such case, or it cannot be read
     */
    public static Optional<ContentCase> at(Path content, String... path) throws IOException {
        Path root = content.resolve(TESTS);
        Path relative = Path.of("", path).normalize();
        Path yaml = root.resolve(relative + ShortCase.SUFFIX);
        boolean isFolder = Files.isRegularFile(root.resolve(relative).resolve(EXPECTED));
        if (relative.getNameCount() != DEPTH || relative.startsWith("..") || !(isFolder || Files.isRegularFile(yaml))) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(read(
                    root, isFolder ? relative : root.relativize(yaml), CodeSystemNames.in(root), new ArrayList<>()));
        } catch (JacksonException | ClassCastException | DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The case of that name, which is unique, with hook and topic before it or not, or at that path: its folder or its YAML. */
    public static Optional<ContentCase> named(Path content, String name) throws IOException {
        Path path = Path.of(name).toAbsolutePath().normalize();
        return in(content).stream()
                .filter(each -> each.name().equals(name)
                        || each.toString().equals(name)
                        || each.path().toAbsolutePath().normalize().equals(path))
                .findFirst();
    }

    /**
     * Reads a case.
     *
     * @param defects to which each defect of a short case is added, with file, line and column
     * @return null when there is such a defect
     */
    private static @Nullable ContentCase read(Path root, Path path, CodeSystemNames names, List<String> defects)
            throws IOException {
        Path file = root.resolve(path);
        ContentCase read;
        if (isShort(path)) {
            ShortCase yaml = ShortCaseReader.read(Files.readString(file), names, KnownNames.ANY);
            yaml.defects()
                    .forEach(each ->
                            defects.add(file + ":" + each.line() + ":" + each.column() + "  " + each.message()));
            if (!yaml.defects().isEmpty()) {
                return null;
            }
            read = of(file, path, yaml.expected(), new CaseFiles.InYaml(yaml));
        } else {
            ObjectNode expected = (ObjectNode) CaseJson.read(Files.readString(file.resolve(EXPECTED)));
            read = of(file, path, expected, new CaseFiles.InFolder(file));
        }
        read.asOf();
        return read;
    }

    private static ContentCase of(Path file, Path path, ObjectNode expected, CaseFiles files) {
        String name = path.getName(2).toString();
        return new ContentCase(
                file,
                path.getName(0).toString(),
                path.getName(1).toString(),
                isShort(path) ? name.substring(0, name.length() - ShortCase.SUFFIX.length()) : name,
                expected,
                files);
    }

    /** Cases of {@code input/tests/<library>/<name>}, as the CQL extension of VS Code has them, with an {@code expected.json}. */
    private static List<ContentCase> ofResources(Path root, List<String> defects) throws IOException {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        List<ContentCase> cases = new ArrayList<>();
        try (Stream<Path> folders = Files.find(
                root,
                2,
                (file, attributes) ->
                        attributes.isDirectory() && root.relativize(file).getNameCount() == 2)) {
            for (Path folder : folders.sorted().toList()) {
                Path expected = folder.resolve(EXPECTED);
                if (!Files.isRegularFile(expected)) {
                    defects.add(
                            folder + ": expected.json is missing; it needs at least asOf, the moment of the question.");
                    continue;
                }
                try {
                    ObjectNode json = (ObjectNode) CaseJson.read(Files.readString(expected));
                    ContentCase read = new ContentCase(
                            folder,
                            json.path("hook").asString(PATIENT_VIEW),
                            String.valueOf(root.relativize(folder).getName(0)),
                            String.valueOf(root.relativize(folder).getName(1)),
                            json,
                            new CaseFiles.ByResource(folder));
                    read.asOf();
                    cases.add(read);
                } catch (JacksonException | ClassCastException e) {
                    defects.add(expected + ": it is not a JSON object.");
                } catch (DateTimeException e) {
                    defects.add(expected + ": asOf must be an instant with a time zone.");
                }
            }
        }
        return cases;
    }

    /** The moment that the rules treat as now, in the time zone of its offset. */
    public ZonedDateTime asOf() {
        return OffsetDateTime.parse(expected.path("asOf").asString("")).toZonedDateTime();
    }

    /** Resource type of the user; null when the case does not say. */
    public @Nullable String userType() {
        return expected.path("user").isString() ? expected.path("user").asString() : null;
    }

    /** Whether the case is about a rule: it expects it to be true, says that it is not, or is in its folder. */
    public boolean isAbout(String rule) {
        return topic.equals(rule)
                || expected.path("no").has(rule)
                || expected.path("rules")
                        .valueStream()
                        .anyMatch(each -> each.asString("").equals(rule));
    }

    /** Whether what the case does not state is not compared. */
    public boolean isShort() {
        return files instanceof CaseFiles.InYaml;
    }

    @Override
    public CaseInput input() throws IOException {
        return new CaseInput(hook, files.bundle(), files.context(), asOf(), userType(), parameters());
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
