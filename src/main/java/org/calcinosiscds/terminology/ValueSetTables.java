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
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.calcinosiscds.outcome.SimilarNames;
import org.calcinosiscds.terminology.CsvTable.Row;

/**
 * The value sets of the tables and their members.
 *
 * <p>An unknown group, set or code stops the run. See {@code docs/terminology.md} for the tables.
 */
final class ValueSetTables {
    /** INFERRED: a code of WHO's ICD-10, taken for a national edition. */
    private static final Set<String> USABLE = Set.of("VERIFIED", "VERIFIED-2", "INFERRED");

    record Concept(SourceSystem system, String code, String display) {}

    /**
     * @param members what {@link #members(String, Row)} reads, separated by blanks
     * @param row that defines it
     */
    record Definition(
            String name, String id, String title, String members, String description, String cannotMatch, Row row) {
        String computableName() {
            String letters = name.replace("-", "");
            return letters.isEmpty() ? "" : Character.toUpperCase(letters.charAt(0)) + letters.substring(1);
        }
    }

    private final SourceSystems systems;
    private final Map<String, Concept> concepts = new LinkedHashMap<>();
    private final Map<String, Set<Concept>> groups = new LinkedHashMap<>();
    private final Map<String, List<Row>> tableSets = new LinkedHashMap<>();
    private final Map<String, Definition> definitions = new LinkedHashMap<>();
    private final Map<String, Row> computableNames = new TreeMap<>();
    private final Map<String, Row> ids = new TreeMap<>();
    private final Set<String> beingRead = new LinkedHashSet<>();

    /**
     * @param tables folder of value-sets.csv and value-set-definitions.csv; orderables.csv is in the folder content beside it
     * @param systems code systems of these tables
     * @param names concepts of the CodeSystems of names, which the tables may use like any other code
     * @param codes rows of codes.csv
     */
    ValueSetTables(Path tables, SourceSystems systems, NameFiles names, List<Row> codes) throws IOException {
        this.systems = systems;
        names.displays()
                .forEach((system, displays) -> displays.forEach((code, display) ->
                        concepts.put(system.uri() + "|" + code, new Concept(system, code, display))));
        codes.forEach(this::readCode);
        for (Row row : CsvTable.rows(tables.resolve("value-sets.csv"))) {
            List<Row> members = tableSets.computeIfAbsent(row.cell("vs"), name -> new ArrayList<>());
            if (!row.cell("member_value_set").isEmpty()) {
                members.add(row);
            }
        }
        for (Row row : CsvTable.rows(tables.resolve("value-set-definitions.csv"))) {
            var definition = new Definition(
                    row.cell("name"),
                    row.cell("id"),
                    row.cell("title"),
                    row.cell("members"),
                    row.cell("description"),
                    row.cell("cannot_match"),
                    row);
            define(definition);
        }
        for (Row row : CsvTable.rows(tables.resolveSibling("content").resolve("orderables.csv"))) {
            define(orders(row));
        }
    }

    private void define(Definition definition) {
        requireNew(definition.id().toLowerCase(Locale.ROOT), "id " + definition.id(), ids, definition.row());
        requireNew(definition.computableName(), "name " + definition.name(), computableNames, definition.row());
        definitions.put(definition.name(), definition);
    }

    private static void requireNew(String key, String what, Map<String, Row> taken, Row row) {
        if (key.isEmpty()) {
            throw row.refusal("The " + what.strip() + " is empty: write it.");
        }
        Row other = taken.put(key, row);
        if (other != null) {
            throw row.refusal("The " + what + " stands in line " + other.line()
                    + (other.file().equals(row.file())
                            ? ""
                            : " of " + other.file().normalize())
                    + " already: change one of them.");
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
                row.cell("order_cannot_match"),
                row);
    }

    private void readCode(Row row) {
        if (!USABLE.contains(row.cell("status"))) {
            throw row.refusal("The status \"" + row.cell("status") + "\" is not verified: keep the code in"
                    + " codes-unverified.csv until two sources confirm it.");
        }
        for (SourceSystem system : systems.ofUri(row.cell("system"))) {
            String key = system.uri() + "|" + row.cell("code");
            var concept = new Concept(system, row.cell("code"), row.cell("display"));
            Concept known = concepts.putIfAbsent(key, concept);
            if (known != null && !known.equals(concept)) {
                throw row.refusal("Another line gives " + key + " another display: correct one of them.");
            }
            if (concept.display().isBlank() != system.withoutTitles()) {
                throw row.refusal(
                        system.withoutTitles()
                                ? "Titles of " + system.title() + " may not be kept: leave the display of " + key
                                        + " empty."
                                : "The display of " + key
                                        + " is missing: write it as the owner of the code system does.");
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
    private Set<Concept> members(String members, Row row) {
        var result = new LinkedHashSet<Concept>();
        for (String member : members.isBlank() ? new String[0] : members.strip().split("\\s+")) {
            if (member.startsWith("-")) {
                if (!result.removeAll(member(member.substring(1), row))) {
                    throw row.refusal("There is nothing that " + member + " takes out: remove it.");
                }
            } else {
                result.addAll(member(member, row));
            }
        }
        return result;
    }

    private Collection<Concept> member(String member, Row row) {
        if (member.contains("&")) {
            var both = new LinkedHashSet<>(member(member.substring(0, member.indexOf('&')), row));
            both.retainAll(member(member.substring(member.indexOf('&') + 1), row));
            return both;
        }
        if (member.startsWith("=")) {
            return members(known(definitions, member.substring(1), "=", "value-set-definitions.csv", row));
        }
        if (member.startsWith("VS-")) {
            return known(tableSets, member, "", "value-sets.csv", row).stream()
                    .flatMap(part -> tableMember(part).stream())
                    .collect(Collectors.toCollection(LinkedHashSet::new));
        }
        if (member.contains("|")) {
            String alias = member.substring(0, member.indexOf('|'));
            String code = member.substring(member.indexOf('|'));
            if (!systems.has(alias)) {
                throw row.refusal(unknown("code system " + alias, alias, systems.aliases(), "code-systems.csv"));
            }
            return systems.ofAlias(alias).stream()
                    .map(system -> concept(system, code.substring(1), row))
                    .toList();
        }
        return known(groups, member, "", "codes.csv", row);
    }

    private Collection<Concept> tableMember(Row row) {
        String part = row.cell("member_value_set");
        if (!part.startsWith("code:") || part.indexOf('|') < 0) {
            return known(groups, part, "", "codes.csv", row);
        }
        String uri = part.substring("code:".length(), part.indexOf('|'));
        return systems.ofUri(uri).stream()
                .map(system -> concept(system, part.substring(part.indexOf('|') + 1), row))
                .toList();
    }

    private Concept concept(SourceSystem system, String code, Row row) {
        Concept concept = concepts.get(system.uri() + "|" + code);
        if (concept == null) {
            throw row.refusal("There is no code " + code + " of " + system.title()
                    + " in codes.csv: add it there, with its sources, or correct the code.");
        }
        return concept;
    }

    private static <T> T known(Map<String, T> table, String key, String sign, String file, Row row) {
        T value = table.get(key);
        if (value == null) {
            throw row.refusal(unknown("member " + sign + key, key, table.keySet(), file));
        }
        return value;
    }

    private static String unknown(String what, String written, Collection<String> known, String file) {
        return "There is no " + what + " in " + file + ": add it there, or correct it."
                + SimilarNames.suggestion(written, known);
    }

    SourceSystems systems() {
        return systems;
    }

    Collection<Definition> definitions() {
        return definitions.values();
    }

    /** @throws TableException when one of its members does not exist, or is this value set itself */
    Set<Concept> members(Definition definition) {
        if (!beingRead.add(definition.name())) {
            throw definition.row().refusal("The value set is a member of itself: remove one of its members.");
        }
        Set<Concept> members = members(definition.members(), definition.row());
        beingRead.remove(definition.name());
        return members;
    }

    /** Codes of one system that stand in any value set. */
    Set<String> codesOf(String alias) {
        return definitions.values().stream()
                .flatMap(definition -> members(definition).stream())
                .filter(concept -> concept.system().alias().equals(alias))
                .map(Concept::code)
                .collect(Collectors.toSet());
    }

    /** A sentence for each value set that has no members and does not say why. */
    List<TableException> unexplainedEmpty() {
        return definitions.values().stream()
                .filter(definition -> definition.cannotMatch().isEmpty()
                        && definition.row().hasColumn("members")
                        && definition.members().isEmpty())
                .map(definition -> definition
                        .row()
                        .refusal("The value set " + definition.name()
                                + " has no members: write them, or in cannot_match why it has none."))
                .toList();
    }
}
