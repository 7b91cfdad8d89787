package org.calcinosiscds.terminology;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.calcinosiscds.terminology.ValueSetTables.Concept;
import org.calcinosiscds.terminology.ValueSetTables.Definition;

/** The ValueSet files of {@code fhir-resources}, made from the terminology tables. */
final class ValueSetFiles {
    private static final String BASE = "https://calcinosis-cds.org/fhir/ValueSet/";
    private static final String DATE = "2026-11-28";

    private final ValueSetTables tables;

    ValueSetFiles(ValueSetTables tables) {
        this.tables = tables;
    }

    /** Text of each ValueSet file, by folder and file name. */
    Map<String, String> texts() {
        var texts = new LinkedHashMap<String, String>();
        for (Definition definition : tables.definitions()) {
            texts.put("value-set/ValueSet-" + definition.id() + ".json", json(definition));
        }
        return texts;
    }

    private String json(Definition definition) {
        Map<SourceSystem, List<Concept>> members =
                tables.members(definition).stream().collect(Collectors.groupingBy(Concept::system));
        List<SourceSystem> used =
                tables.systems().all().stream().filter(members::containsKey).toList();
        var out = new StringBuilder("{\n");
        JsonText.field(out, "resourceType", "ValueSet");
        JsonText.field(out, "id", definition.id());
        JsonText.field(out, "url", BASE + definition.id());
        JsonText.field(out, "version", "0.1.0");
        JsonText.field(out, "name", definition.computableName());
        JsonText.field(out, "title", definition.title());
        JsonText.field(out, "status", "active");
        out.append("  \"experimental\": false,\n");
        JsonText.field(out, "date", DATE);
        JsonText.field(out, "publisher", "Calcinosis CDS");
        JsonText.field(out, "description", description(definition, used));
        String notices = used.stream()
                .map(SourceSystem::notice)
                .filter(notice -> !notice.isEmpty())
                .distinct()
                .collect(Collectors.joining(" "));
        if (!notices.isEmpty()) {
            JsonText.field(out, "copyright", notices + " See NOTICE.");
        }
        if (!used.isEmpty()) {
            out.append("  \"compose\": {\n    \"include\": [\n");
            out.append(used.stream()
                    .map(system -> include(system, members.getOrDefault(system, List.of())))
                    .collect(Collectors.joining(",\n")));
            out.append("\n    ]\n  }\n");
        } else {
            out.setLength(out.length() - 2);
            out.append('\n');
        }
        return out.append("}\n").toString();
    }

    private static String description(Definition definition, List<SourceSystem> used) {
        var text = new StringBuilder(definition.description());
        if (!definition.cannotMatch().isEmpty()) {
            text.append(" Cannot match yet: ").append(definition.cannotMatch()).append('.');
        }
        if (used.isEmpty()) {
            text.append(" Empty until a site supplies codes.");
        }
        String mixed = used.stream()
                .filter(system -> system.edition().isEmpty())
                .map(SourceSystem::title)
                .distinct()
                .collect(Collectors.joining(", "));
        if (!mixed.isEmpty()) {
            text.append(" No single edition: ")
                    .append(mixed)
                    .append(" (codes taken ")
                    .append(DATE)
                    .append(").");
        }
        return text.toString();
    }

    private static String include(SourceSystem system, List<Concept> members) {
        String indent = "        ";
        var out = new StringBuilder("      {\n")
                .append(indent)
                .append("\"system\": ")
                .append(JsonText.quoted(system.uri()));
        if (!system.edition().isEmpty()) {
            out.append(",\n").append(indent).append("\"version\": ").append(JsonText.quoted(system.edition()));
        }
        out.append(",\n").append(indent).append("\"concept\": [\n");
        out.append(
                members.stream().map(concept -> concept(concept, indent + "  ")).collect(Collectors.joining(",\n")));
        return out.append("\n").append(indent).append("]\n      }").toString();
    }

    private static String concept(Concept concept, String indent) {
        var out = new StringBuilder(indent).append("{\n").append(indent).append("  \"code\": ");
        out.append(JsonText.quoted(concept.code()));
        if (!concept.display().isEmpty()) {
            out.append(",\n").append(indent).append("  \"display\": ").append(JsonText.quoted(concept.display()));
        }
        return out.append('\n').append(indent).append('}').toString();
    }
}
