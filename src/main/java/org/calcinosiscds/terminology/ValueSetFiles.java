package org.calcinosiscds.terminology;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.calcinosiscds.terminology.CsvTable.Row;

/**
 * The ValueSet files of {@code fhir-resources}, made from the terminology tables.
 *
 * <p>An unknown group, set or code stops the run. See {@code docs/terminology.md} for the tables.
 */
final class ValueSetFiles {
    private static final String BASE = "https://calcinosis-cds.org/fhir/ValueSet/";
    private static final String DATE = "2026-11-28";
    /** INFERRED: a code of WHO's ICD-10, taken for a national edition. */
    private static final Set<String> USABLE = Set.of("VERIFIED", "VERIFIED-2", "INFERRED");

    private record Concept(SourceSystem system, String code, String display) {}

    /** @param members what {@link #members(String)} reads, separated by blanks */
    private record Definition(
            String name, String id, String title, String members, String description, String cannotMatch) {
        String computableName() {
            String letters = name.replace("-", "");
            return Character.toUpperCase(letters.charAt(0)) + letters.substring(1);
        }
    }

    private final SourceSystems systems;
    private final Map<String, Concept> concepts = new LinkedHashMap<>();
    private final Map<String, Set<Concept>> groups = new LinkedHashMap<>();
    private final Map<String, List<String>> tableSets = new LinkedHashMap<>();
    private final Map<String, Definition> definitions = new LinkedHashMap<>();

    /**
     * @param tables folder of codes.csv, value-sets.csv and value-set-definitions.csv; orderables.csv is in the folder content beside it
     * @param systems code systems of these tables
     * @param names concepts of the CodeSystems of names, which the tables may use like any other code
     */
    ValueSetFiles(Path tables, SourceSystems systems, NameFiles names) throws IOException {
        this.systems = systems;
        names.displays()
                .forEach((system, displays) -> displays.forEach((code, display) ->
                        concepts.put(system.uri() + "|" + code, new Concept(system, code, display))));
        for (Row row : CsvTable.rows(tables.resolve("codes.csv"))) {
            readCode(row);
        }
        for (Row row : CsvTable.rows(tables.resolve("value-sets.csv"))) {
            List<String> members = tableSets.computeIfAbsent(row.cell("vs"), name -> new ArrayList<>());
            if (!row.cell("member_value_set").isEmpty()) {
                members.add(row.cell("member_value_set"));
            }
        }
        for (Row row : CsvTable.rows(tables.resolve("value-set-definitions.csv"))) {
            var definition = new Definition(
                    row.cell("name"),
                    row.cell("id"),
                    row.cell("title"),
                    row.cell("members"),
                    row.cell("description"),
                    row.cell("cannot_match"));
            define(definition);
        }
        for (Row row : CsvTable.rows(tables.resolveSibling("content").resolve("orderables.csv"))) {
            define(orders(row));
        }
    }

    private void define(Definition definition) {
        if (definitions.put(definition.name(), definition) != null) {
            throw new KnowledgeException("Defined twice: " + definition.name() + ".");
        }
    }

    /** The codes that count as an order: those of the table, or the code of the order alone. */
    private static Definition orders(Row row) {
        String id = row.cell("id");
        String text = row.cell("text").isEmpty() ? row.cell("title") : row.cell("text");
        return new Definition(
                "Order-" + id,
                "order-" + id.toLowerCase(Locale.ROOT),
                "Order-" + id,
                row.cell("order_codes").isEmpty() ? row.cell("code") : row.cell("order_codes"),
                ("Codes of a " + (row.cell("kind").equals("medicine") ? "Medication" : "Service")
                                + "Request that count as this order: " + text + ". " + row.cell("order_note"))
                        .strip(),
                row.cell("order_cannot_match"));
    }

    private void readCode(Row row) {
        if (!USABLE.contains(row.cell("status"))) {
            throw new KnowledgeException("Not verified: " + row.cell("system") + "|" + row.cell("code") + ".");
        }
        for (SourceSystem system : systems.ofUri(row.cell("system"))) {
            String key = system.uri() + "|" + row.cell("code");
            var concept = new Concept(system, row.cell("code"), row.cell("display"));
            Concept known = concepts.putIfAbsent(key, concept);
            if (known != null && !known.equals(concept)) {
                throw new KnowledgeException("Two displays: " + key + ".");
            }
            if (concept.display().isBlank() != system.withoutTitles()) {
                throw new KnowledgeException("Display missing, or not allowed: " + key + ".");
            }
            groups.computeIfAbsent(row.cell("value_set"), name -> new LinkedHashSet<>())
                    .add(concept);
        }
    }

    /**
     * Reads a list of members. Each is a set of value-sets.csv ({@code VS-Lupus}), another definition
     * ({@code =Lab-CBC}), one code ({@code sct|66999008}), a group of codes.csv ({@code skin-pain}), or the part of the
     * first that is also in the second ({@code VS-Proc-LesionImaging&mri}). A leading minus takes a code out again.
     */
    private Set<Concept> members(String members) {
        var result = new LinkedHashSet<Concept>();
        for (String member : members.isBlank() ? new String[0] : members.split(" ")) {
            if (member.startsWith("-")) {
                if (!result.removeAll(member(member.substring(1)))) {
                    throw new KnowledgeException("Nothing to take out: " + member + ".");
                }
            } else {
                result.addAll(member(member));
            }
        }
        return result;
    }

    private Collection<Concept> member(String member) {
        if (member.contains("&")) {
            var both = new LinkedHashSet<>(member(member.substring(0, member.indexOf('&'))));
            both.retainAll(member(member.substring(member.indexOf('&') + 1)));
            return both;
        }
        if (member.startsWith("=")) {
            return members(known(definitions, member.substring(1)).members());
        }
        if (member.startsWith("VS-")) {
            return known(tableSets, member).stream()
                    .flatMap(part -> tableMember(part).stream())
                    .collect(Collectors.toCollection(LinkedHashSet::new));
        }
        if (member.contains("|")) {
            String alias = member.substring(0, member.indexOf('|'));
            String code = member.substring(member.indexOf('|'));
            return systems.ofAlias(alias).stream()
                    .map(system -> known(concepts, system.uri() + code))
                    .toList();
        }
        return known(groups, member);
    }

    private Collection<Concept> tableMember(String part) {
        if (!part.startsWith("code:")) {
            return known(groups, part);
        }
        String uri = part.substring(5, part.indexOf('|'));
        return systems.ofUri(uri).stream()
                .map(system -> known(concepts, system.uri() + part.substring(part.indexOf('|'))))
                .toList();
    }

    private static <T> T known(Map<String, T> table, String key) {
        T value = table.get(key);
        if (value == null) {
            throw new KnowledgeException("Unknown: " + key + ".");
        }
        return value;
    }

    /** Text of each ValueSet file, by folder and file name. */
    Map<String, String> texts() {
        var texts = new LinkedHashMap<String, String>();
        for (Definition definition : definitions.values()) {
            texts.put("value-set/ValueSet-" + definition.id() + ".json", json(definition));
        }
        return texts;
    }

    /** Codes of one system that stand in any value set. */
    Set<String> codesOf(String alias) {
        return definitions.values().stream()
                .flatMap(definition -> members(definition.members()).stream())
                .filter(concept -> concept.system().alias().equals(alias))
                .map(Concept::code)
                .collect(Collectors.toSet());
    }

    private String json(Definition definition) {
        Set<Concept> members = members(definition.members());
        List<SourceSystem> used = systems.all().stream()
                .filter(system ->
                        members.stream().anyMatch(concept -> concept.system().equals(system)))
                .toList();
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
            out.append(used.stream().map(system -> include(system, members)).collect(Collectors.joining(",\n")));
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

    private static String include(SourceSystem system, Set<Concept> members) {
        String indent = "        ";
        var out = new StringBuilder("      {\n")
                .append(indent)
                .append("\"system\": ")
                .append(JsonText.quoted(system.uri()));
        if (!system.edition().isEmpty()) {
            out.append(",\n").append(indent).append("\"version\": ").append(JsonText.quoted(system.edition()));
        }
        out.append(",\n").append(indent).append("\"concept\": [\n");
        out.append(members.stream()
                .filter(concept -> concept.system().equals(system))
                .map(concept -> concept(concept, indent + "  "))
                .collect(Collectors.joining(",\n")));
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
