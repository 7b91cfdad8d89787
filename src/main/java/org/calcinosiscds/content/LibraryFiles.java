package org.calcinosiscds.content;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.calcinosiscds.knowledge.LibraryMediaTypes;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The Library resources. All that they say stands in the CQL: header comment, includes, parameters. */
final class LibraryFiles {
    private static final String BASE = "https://calcinosis-cds.org/fhir/Library/";
    private static final Pattern HEADER = Pattern.compile("\\A/\\*\\n(.*?)\\*/", Pattern.DOTALL);
    private static final Pattern INCLUDE = Pattern.compile("(?m)^include (\\w+) version '([\\d.]+)'");
    private static final Pattern PARAMETER = Pattern.compile("(?m)^parameter \"([^\"]+)\" (List<)?(\\w+)");
    private static final Map<String, String> TYPES = Map.of(
            "Integer",
            "integer",
            "Decimal",
            "decimal",
            "Boolean",
            "boolean",
            "String",
            "string",
            "DateTime",
            "dateTime");

    private LibraryFiles() {}

    /**
     * Text of each Library file, by path in {@code fhir-resources}.
     *
     * @param cql text by library name
     * @throws KnowledgeException when a library has no header comment or a parameter of an unknown type
     */
    static Map<String, String> texts(Map<String, String> cql) {
        Map<String, String> texts = new TreeMap<>();
        cql.forEach((name, text) -> texts.put("library/Library-" + name + ".json", JsonFile.text(library(name, text))));
        return texts;
    }

    private static ObjectNode library(String name, String cql) {
        ObjectNode library = (ObjectNode) JsonFile.read("{}");
        library.put("resourceType", "Library")
                .put("id", name)
                .put("url", BASE + name)
                .put("version", "0.1.0")
                .put("name", name)
                .put("title", name.replaceAll("(?<=[a-z])(?=[A-Z])", " "))
                .put("status", "active")
                .put("experimental", false);
        library.putObject("type")
                .putArray("coding")
                .addObject()
                .put("system", "http://terminology.hl7.org/CodeSystem/library-type")
                .put("code", "logic-library")
                .put("display", "Logic Library");
        library.put("date", JsonFile.DATE)
                .put("publisher", "Calcinosis CDS")
                .put("description", description(name, cql));
        ArrayNode related = library.putArray("relatedArtifact");
        related.addObject()
                .put("type", "citation")
                .put(
                        "citation",
                        "Calcinosis CDS, docs/clinical; guideline and section stand beside each threshold in the CQL.");
        INCLUDE.matcher(cql)
                .results()
                .forEach(include -> related.addObject()
                        .put("type", "depends-on")
                        .put(
                                "resource",
                                (include.group(1).equals("FHIRHelpers") ? "http://hl7.org/fhir/Library/" : BASE)
                                        + include.group(1) + "|" + include.group(2)));
        parameters(library, name, cql);
        library.putArray("content")
                .addObject()
                .put("contentType", LibraryMediaTypes.CQL)
                .put("url", BASE + name + ".cql")
                .put("title", "cql/" + name + ".cql");
        return library;
    }

    /** What the library is about, and its lines on source and null: the first two paragraphs of the header. */
    private static String description(String name, String cql) {
        Matcher header = HEADER.matcher(cql);
        if (!header.find()) {
            throw new KnowledgeException("cql/" + name + ".cql does not begin with a comment that says what it is.");
        }
        List<String> paragraphs =
                List.of(header.group(1).replaceAll("(?m)^ \\*", "").split("\\n\\s*\\n"));
        return String.join(" ", paragraphs.subList(0, Math.min(2, paragraphs.size())))
                .replaceAll("\\s+", " ")
                .strip();
    }

    private static void parameters(ObjectNode library, String name, String cql) {
        PARAMETER.matcher(cql).results().forEach(parameter -> {
            String type = TYPES.get(parameter.group(3));
            if (type == null) {
                throw new KnowledgeException(
                        "cql/" + name + ".cql: a parameter has the unknown type " + parameter.group(3) + ".");
            }
            library.withArray("parameter")
                    .addObject()
                    .put("name", parameter.group(1))
                    .put("use", "in")
                    .put("min", 0)
                    .put("max", parameter.group(2) == null ? "1" : "*")
                    .put("type", type);
        });
    }
}
