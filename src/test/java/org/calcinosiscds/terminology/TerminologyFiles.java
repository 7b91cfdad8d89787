package org.calcinosiscds.terminology;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes the ValueSet files of {@code fhir-resources} from the terminology tables.
 *
 * <p>Run from the top of the repository: {@code java src/test/java/org/calcinosiscds/terminology/TerminologyFiles.java
 * <terminology-dir> fhir-resources}. The same tables give the same bytes. An unknown group, set or code stops the run
 * before anything is written. See {@code docs/terminology.md} for the tables.
 */
final class TerminologyFiles {
    private static final String BASE = "https://calcinosis-cds.org/fhir/ValueSet/";
    private static final String DATE = "2026-11-21";
    private static final Path DEFINITIONS =
            Path.of("src/test/java/org/calcinosiscds/terminology/value-set-definitions.csv");

    /**
     * A code system in the order in which the files list it.
     *
     * @param edition the version, or empty where the codes come from more than one edition
     */
    private record CodeSystem(String alias, String uri, String title, String edition, String notice) {}

    private static final List<CodeSystem> SYSTEMS = List.of(
            new CodeSystem(
                    "sct",
                    "http://snomed.info/sct",
                    "SNOMED CT",
                    "",
                    "SNOMED CT is copyright of SNOMED International; its use needs a licence."),
            new CodeSystem("icd10cm", "http://hl7.org/fhir/sid/icd-10-cm", "ICD-10-CM", "2022", ""),
            new CodeSystem("icd10pcs", "http://www.cms.gov/Medicare/Coding/ICD10", "ICD-10-PCS", "2022", ""),
            new CodeSystem(
                    "loinc",
                    "http://loinc.org",
                    "LOINC",
                    "",
                    "This material contains content from LOINC (http://loinc.org). LOINC is copyright Regenstrief "
                            + "Institute, Inc. and the Logical Observation Identifiers Names and Codes (LOINC) "
                            + "Committee and is available at no cost under the license at http://loinc.org/license. "
                            + "LOINC\u00ae is a registered United States trademark of Regenstrief Institute, Inc."),
            new CodeSystem(
                    "rxnorm",
                    "http://www.nlm.nih.gov/research/umls/rxnorm",
                    "RxNorm",
                    "",
                    "RxNorm is made by the U.S. National Library of Medicine, which does not endorse this product."),
            new CodeSystem(
                    "atc",
                    "http://www.whocc.no/atc",
                    "ATC",
                    "2026",
                    "ATC is copyright of the WHO Collaborating Centre for Drug Statistics Methodology, Oslo."),
            new CodeSystem(
                    "nucc",
                    "http://nucc.org/provider-taxonomy",
                    "NUCC",
                    "25.1",
                    "The Health Care Provider Taxonomy is copyright of the American Medical Association for NUCC."),
            new CodeSystem("v2-0493", "http://terminology.hl7.org/CodeSystem/v2-0493", "HL7 table 0493", "", ""));

    private record Concept(CodeSystem system, String code, String display) {}

    /** @param members what {@link #members(String)} reads, separated by blanks */
    private record Definition(String name, String id, String members, String description, String cannotMatch) {
        String title() {
            return name.startsWith("Order-") ? name : "VS-" + name;
        }

        String computableName() {
            String letters = name.replace("-", "");
            return Character.toUpperCase(letters.charAt(0)) + letters.substring(1);
        }
    }

    private final Map<String, Concept> concepts = new LinkedHashMap<>();
    private final Map<String, Set<Concept>> groups = new LinkedHashMap<>();
    private final Map<String, List<String>> tableSets = new LinkedHashMap<>();
    private final Map<String, Definition> definitions = new LinkedHashMap<>();

    public static void main(String[] args) throws IOException {
        if (args.length != 2) {
            throw new IllegalArgumentException("Expected <terminology-dir> <fhir-resources-dir>.");
        }
        var files = new TerminologyFiles(Path.of(args[0]), DEFINITIONS);
        var texts = new LinkedHashMap<Path, String>();
        for (Definition definition : files.definitions.values()) {
            texts.put(Path.of(args[1], "ValueSet-" + definition.id() + ".json"), files.json(definition));
        }
        for (Map.Entry<Path, String> text : texts.entrySet()) {
            Files.writeString(text.getKey(), text.getValue());
        }
        System.out.println("Wrote " + texts.size() + " value sets.");
    }

    private TerminologyFiles(Path tables, Path definitionTable) throws IOException {
        for (Row row : rows(tables.resolve("codes.csv"))) {
            readCode(row);
        }
        for (Row row : rows(tables.resolve("value-sets.csv"))) {
            List<String> members = tableSets.computeIfAbsent(row.cell("vs"), name -> new ArrayList<>());
            if (!row.cell("member_value_set").isEmpty()) {
                members.add(row.cell("member_value_set"));
            }
        }
        for (Row row : rows(definitionTable)) {
            var definition = new Definition(
                    row.cell("name"),
                    row.cell("id"),
                    row.cell("members"),
                    row.cell("description"),
                    row.cell("cannot_match"));
            if (definitions.put(definition.name(), definition) != null) {
                throw new IllegalStateException("Defined twice: " + definition.name() + ".");
            }
        }
    }

    private void readCode(Row row) {
        if (!row.cell("status").equals("VERIFIED")) {
            throw new IllegalStateException("Not verified: " + row.cell("system") + "|" + row.cell("code") + ".");
        }
        SYSTEMS.stream()
                .filter(system -> system.uri().equals(row.cell("system")))
                .findFirst()
                .ifPresent(system -> {
                    String key = system.uri() + "|" + row.cell("code");
                    var concept = new Concept(system, row.cell("code"), row.cell("display"));
                    Concept known = concepts.putIfAbsent(key, concept);
                    if (concept.display().isBlank() || (known != null && !known.equals(concept))) {
                        throw new IllegalStateException("No display, or two of them: " + key + ".");
                    }
                    groups.computeIfAbsent(row.cell("value_set"), name -> new LinkedHashSet<>())
                            .add(concept);
                });
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
                    throw new IllegalStateException("Nothing to take out: " + member + ".");
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
            String uri = SYSTEMS.stream()
                    .filter(system -> system.alias().equals(alias))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("Unknown code system: " + member + "."))
                    .uri();
            return List.of(known(concepts, uri + member.substring(member.indexOf('|'))));
        }
        return known(groups, member);
    }

    private Collection<Concept> tableMember(String part) {
        return part.startsWith("code:") ? List.of(known(concepts, part.substring(5))) : known(groups, part);
    }

    private static <T> T known(Map<String, T> table, String key) {
        T value = table.get(key);
        if (value == null) {
            throw new IllegalStateException("Unknown: " + key + ".");
        }
        return value;
    }

    private String json(Definition definition) {
        Set<Concept> members = members(definition.members());
        List<CodeSystem> used = SYSTEMS.stream()
                .filter(system ->
                        members.stream().anyMatch(concept -> concept.system().equals(system)))
                .toList();
        var out = new StringBuilder("{\n");
        field(out, "resourceType", "ValueSet");
        field(out, "id", definition.id());
        field(out, "url", BASE + definition.id());
        field(out, "version", "0.1.0");
        field(out, "name", definition.computableName());
        field(out, "title", definition.title());
        field(out, "status", "active");
        out.append("  \"experimental\": false,\n");
        field(out, "date", DATE);
        field(out, "publisher", "Calcinosis CDS");
        field(out, "description", description(definition, used));
        String notices = used.stream()
                .map(CodeSystem::notice)
                .filter(notice -> !notice.isEmpty())
                .collect(Collectors.joining(" "));
        if (!notices.isEmpty()) {
            field(out, "copyright", notices + " See NOTICE.");
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

    private static String description(Definition definition, List<CodeSystem> used) {
        var text = new StringBuilder(definition.description());
        if (!definition.cannotMatch().isEmpty()) {
            text.append(" Cannot match yet: ").append(definition.cannotMatch()).append('.');
        }
        if (used.isEmpty()) {
            text.append(" Empty until a site supplies codes.");
        }
        String mixed = used.stream()
                .filter(system -> system.edition().isEmpty())
                .map(CodeSystem::title)
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

    private static String include(CodeSystem system, Set<Concept> members) {
        String indent = "        ";
        var out = new StringBuilder("      {\n")
                .append(indent)
                .append("\"system\": ")
                .append(quoted(system.uri()));
        if (!system.edition().isEmpty()) {
            out.append(",\n").append(indent).append("\"version\": ").append(quoted(system.edition()));
        }
        out.append(",\n").append(indent).append("\"concept\": [\n");
        out.append(members.stream()
                .filter(concept -> concept.system().equals(system))
                .map(concept -> indent + "  {\n" + indent + "    \"code\": " + quoted(concept.code()) + ",\n" + indent
                        + "    \"display\": " + quoted(concept.display()) + "\n" + indent + "  }")
                .collect(Collectors.joining(",\n")));
        return out.append("\n").append(indent).append("]\n      }").toString();
    }

    private static void field(StringBuilder out, String name, String value) {
        out.append("  ").append(quoted(name)).append(": ").append(quoted(value)).append(",\n");
    }

    private static String quoted(String text) {
        if (text.chars().anyMatch(character -> character < ' ')) {
            throw new IllegalStateException("Control character in: " + text.strip() + ".");
        }
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** Reads a CSV file with a header line; a field in double quotes may hold commas, line ends and doubled quotes. */
    private static List<Row> rows(Path file) throws IOException {
        List<List<String>> lines = new ArrayList<>(List.of(new ArrayList<>()));
        var field = new StringBuilder();
        boolean quoted = false;
        String text = Files.readString(file).replace("\r\n", "\n");
        for (int at = 0; at < text.length(); at++) {
            char character = text.charAt(at);
            if (character == '"' && quoted && at + 1 < text.length() && text.charAt(at + 1) == '"') {
                field.append('"');
                at++;
            } else if (character == '"') {
                quoted = !quoted;
            } else if (quoted || (character != ',' && character != '\n')) {
                field.append(character);
            } else {
                lines.get(lines.size() - 1).add(field.toString());
                field.setLength(0);
                if (character == '\n') {
                    lines.add(new ArrayList<>());
                }
            }
        }
        if (quoted || field.length() > 0 || !lines.remove(lines.size() - 1).isEmpty()) {
            throw new IllegalStateException("Does not end with a whole line: " + file.getFileName() + ".");
        }
        List<String> header = lines.remove(0);
        return lines.stream().map(line -> row(file, header, line)).toList();
    }

    private static Row row(Path file, List<String> header, List<String> line) {
        if (line.size() != header.size() || new HashSet<>(header).size() != header.size()) {
            throw new IllegalStateException("Wrong number of fields in " + file.getFileName() + ": " + line + ".");
        }
        var cells = new LinkedHashMap<String, String>();
        for (int column = 0; column < header.size(); column++) {
            cells.put(header.get(column), line.get(column).strip());
        }
        return new Row(cells);
    }

    /** @param cells by the name of their column */
    private record Row(Map<String, String> cells) {
        String cell(String column) {
            return Objects.requireNonNull(cells.get(column), column);
        }
    }
}
