package org.calcinosiscds.knowledge;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads content from FHIR packages ({@code .tgz}, as npm has them), without a network. */
final class FhirPackage {
    private static final String FHIR_HELPERS = "FHIRHelpers";
    private static final Pattern RESOURCE = Pattern.compile("package/(?!package\\.json)[^/.][^/]*\\.json");
    private static final Pattern CANONICAL = Pattern.compile("(?:https?://|urn:)[^\\s\"'|]+");
    private static final Pattern INCLUDE = Pattern.compile("(?m)^\\s*include\\s+\"?(\\w+)\"?");
    /** What content may use of other packages. */
    private static final Set<String> USABLE = Set.of("Library", "ValueSet", "CodeSystem", "ActivityDefinition");

    private static final JsonMapper JSON = new JsonMapper();

    /**
     * A resource of a package.
     *
     * @param path that it has in a folder of content
     * @param cql of a Library; empty for other resources
     */
    private record Entry(String path, ObjectNode resource, String cql) {
        String text(String name) {
            return resource.path(name).asString("");
        }

        void addTo(Map<String, String> texts) {
            texts.putIfAbsent(path, JSON.writeValueAsString(resource));
            if (!cql.isEmpty()) {
                texts.putIfAbsent(Content.CQL + text("name") + ".cql", cql);
            }
        }
    }

    private FhirPackage() {}

    /**
     * Text of all that a package holds, by the path that it has in a folder of content.
     *
     * @throws KnowledgeException when the file is no package
     */
    static Map<String, String> texts(Path file) {
        Map<String, String> texts = new TreeMap<>();
        entries(file).forEach(entry -> entry.addTo(texts));
        return texts;
    }

    /**
     * Adds what texts of content name and do not hold, and what that names: Libraries with CQL, value sets, code systems and orders of the
     * packages of a folder. Of two packages with the same resource the first by name counts.
     *
     * @throws KnowledgeException when a file is no package
     */
    static void addNamed(Map<String, String> texts, Path packages) {
        if (!Files.isDirectory(packages)) {
            return;
        }
        List<Entry> candidates = new ArrayList<>();
        try (Stream<Path> files = Files.list(packages)) {
            files.filter(file -> file.toString().endsWith(".tgz"))
                    .sorted()
                    .forEach(file -> entries(file).stream()
                            .filter(entry -> USABLE.contains(entry.text("resourceType")))
                            .forEach(candidates::add));
        } catch (IOException e) {
            throw new KnowledgeException("packages: the folder cannot be read.");
        }
        Set<String> named = new HashSet<>();
        texts.values().forEach(text -> named.addAll(names(text)));
        boolean isMore = true;
        while (isMore) {
            List<Entry> found = candidates.stream()
                    .filter(entry -> named.contains(entry.text("url"))
                            || (!entry.cql().isEmpty() && named.contains(entry.text("name"))))
                    .toList();
            candidates.removeAll(found);
            found.forEach(entry -> {
                entry.addTo(texts);
                named.addAll(names(entry.cql() + "\n" + entry.resource()));
            });
            isMore = !found.isEmpty();
        }
    }

    /** Canonicals, and names of libraries that CQL includes. */
    private static Set<String> names(String text) {
        Set<String> names = new HashSet<>();
        CANONICAL.matcher(text).results().forEach(each -> names.add(each.group()));
        INCLUDE.matcher(text).results().forEach(each -> names.add(each.group(1)));
        return names;
    }

    private static List<Entry> entries(Path file) {
        Map<String, Entry> entries = new HashMap<>();
        List<Entry> ordered = new ArrayList<>();
        try {
            TarArchive.read(Files.readAllBytes(file)).forEach((name, bytes) -> {
                if (RESOURCE.matcher(name).matches()
                        && JSON.readTree(new String(bytes, StandardCharsets.UTF_8)) instanceof ObjectNode resource) {
                    Entry entry = entry(resource);
                    boolean isLeftOut = entry.text("resourceType").equals("Library")
                            && (entry.cql().isEmpty() || entry.text("name").equals(FHIR_HELPERS));
                    if (!isLeftOut && entries.putIfAbsent(entry.path(), entry) == null) {
                        ordered.add(entry);
                    }
                }
            });
            return ordered;
        } catch (IOException | JacksonException e) {
            throw new KnowledgeException(
                    Objects.requireNonNull(file.getFileName()) + ": it is no FHIR package, a .tgz of JSON files.");
        }
    }

    private static Entry entry(ObjectNode resource) {
        String type = resource.path("resourceType").asString("");
        String path = Content.RESOURCES + ContentFiles.folder(type) + "/" + type + "-"
                + resource.path("id").asString("") + ".json";
        String cql = "";
        if (type.equals("Library") && resource.path("content") instanceof ArrayNode attachments) {
            ArrayNode kept = resource.putArray("content");
            for (JsonNode each : attachments) {
                if (each.path("contentType").asString("").equals(LibraryMediaTypes.CQL)
                        && each instanceof ObjectNode attachment) {
                    cql = new String(
                            Base64.getMimeDecoder().decode(each.path("data").asString("")), StandardCharsets.UTF_8);
                    attachment.remove("data");
                    kept.add(attachment);
                }
            }
        }
        return new Entry(path, resource, cql);
    }
}
