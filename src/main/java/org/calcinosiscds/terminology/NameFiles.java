package org.calcinosiscds.terminology;

import static org.calcinosiscds.terminology.JsonText.field;
import static org.calcinosiscds.terminology.JsonText.quoted;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.calcinosiscds.terminology.CsvTable.Row;

/**
 * The CodeSystem files of names and words: {@code medicine-name}, {@code medicine-word} and {@code condition-word}.
 *
 * <p>Each concept has its names as designations. An ingredient that no value set lists has the property {@code other}.
 */
final class NameFiles {
    private static final String BASE = "https://calcinosis-cds.org/fhir/CodeSystem/";
    private static final String DATE = "2026-11-28";

    private record Name(String language, String kind, String value) {}

    private final SourceSystems systems;
    private final Map<String, Set<Name>> medicines;
    private final Map<String, Set<Name>> medicineWords;
    private final Map<String, Set<Name>> conditionWords;
    private final Map<String, String> medicineDisplays = new TreeMap<>();

    /**
     * @param tables folder of medicine-names.csv (ingredient, language, kind, name, source), medicine-words.csv and
     *     condition-words.csv (concept, language, word, source)
     */
    NameFiles(Path tables, SourceSystems systems) throws IOException {
        this.systems = systems;
        medicines = names(CsvTable.rows(tables.resolve("medicine-names.csv")), "ingredient", "name");
        medicineWords = names(CsvTable.rows(tables.resolve("medicine-words.csv")), "concept", "word");
        conditionWords = names(CsvTable.rows(tables.resolve("condition-words.csv")), "concept", "word");
        medicines.forEach((ingredient, names) -> medicineDisplays.put(
                ingredient,
                names.stream()
                        .filter(name ->
                                name.language().equals("en") && name.kind().equals("inn"))
                        .findFirst()
                        .orElseThrow(() ->
                                new KnowledgeException("medicine-names.csv has no English name of the kind inn for "
                                        + ingredient + ": add it."))
                        .value()));
    }

    private static Map<String, Set<Name>> names(List<Row> rows, String concept, String value) {
        Map<String, Set<Name>> names = new TreeMap<>();
        for (Row row : rows) {
            if (row.cell("source").isEmpty()) {
                throw row.refusal("There is no source: name where the name stands.");
            }
            var name = new Name(row.cell("language"), row.hasColumn("kind") ? row.cell("kind") : "", row.cell(value));
            if (!names.computeIfAbsent(row.cell(concept), key -> new LinkedHashSet<>())
                    .add(name)) {
                throw row.refusal("\"" + name.value() + "\" stands twice for " + row.cell(concept)
                        + ": remove one of the lines.");
            }
        }
        return names;
    }

    /** Display of each concept that a value set may list, by code system and code. */
    Map<SourceSystem, Map<String, String>> displays() {
        Map<String, String> conditions = new TreeMap<>();
        conditionWords.keySet().forEach(concept -> conditions.put(concept, words(concept)));
        return Map.of(
                systems.ofAlias("name").get(0), medicineDisplays,
                systems.ofAlias("word").get(0), conditions);
    }

    /**
     * Text of each CodeSystem file, by file name.
     *
     * @param read ingredients that a value set lists
     */
    Map<String, String> texts(Set<String> read) {
        var texts = new LinkedHashMap<String, String>();
        List<String> medicineConcepts = new ArrayList<>();
        medicines.forEach((ingredient, names) -> medicineConcepts.add(concept(
                ingredient, String.valueOf(medicineDisplays.get(ingredient)), names, !read.contains(ingredient))));
        texts.put(
                "code-system/CodeSystem-medicine-name.json",
                codeSystem(
                        "medicine-name",
                        "MedicineName",
                        "Names of medicines",
                        "Ingredients with their international, national, salt and brand names. A medicine without a known"
                                + " code is recognised by these names. The property other marks an ingredient that no"
                                + " rule reads.",
                        medicineConcepts,
                        true));
        texts.put(
                "code-system/CodeSystem-medicine-word.json",
                codeSystem(
                        "medicine-word",
                        "MedicineWord",
                        "Words beside the name of a medicine",
                        "Classes of words that may stand beside the name of a medicine: dose form, route, strength. A text"
                                + " with any other word is not recognised.",
                        wordConcepts(medicineWords),
                        false));
        texts.put(
                "code-system/CodeSystem-condition-word.json",
                codeSystem(
                        "condition-word",
                        "ConditionWord",
                        "Words of conditions",
                        "Words by which a condition without a known code is recognised, words of negation, question and history"
                                + " that block this, words that name no disease of the skin beside a code, and words that may follow a name.",
                        wordConcepts(conditionWords),
                        false));
        return texts;
    }

    private static List<String> wordConcepts(Map<String, Set<Name>> concepts) {
        return concepts.entrySet().stream()
                .map(entry -> concept(entry.getKey(), words(entry.getKey()), entry.getValue(), false))
                .toList();
    }

    private static String words(String code) {
        String words = code.replace('-', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    private static String codeSystem(
            String id, String name, String title, String description, List<String> concepts, boolean withOther) {
        var out = new StringBuilder("{\n");
        field(out, "resourceType", "CodeSystem");
        field(out, "id", id);
        field(out, "url", BASE + id);
        field(out, "version", "0.1.0");
        field(out, "name", name);
        field(out, "title", title);
        field(out, "status", "active");
        out.append("  \"experimental\": false,\n");
        field(out, "date", DATE);
        field(out, "publisher", "Calcinosis CDS");
        field(out, "description", description);
        out.append("  \"caseSensitive\": true,\n");
        field(out, "content", "complete");
        out.append("  \"count\": ").append(concepts.size()).append(",\n");
        if (withOther) {
            out.append("  \"property\": [\n    {\n      \"code\": \"other\",\n      \"description\": ")
                    .append(quoted("Whether the ingredient is recognised as one that no rule reads."))
                    .append(",\n      \"type\": \"boolean\"\n    }\n  ],\n");
        }
        out.append("  \"concept\": [\n").append(String.join(",\n", concepts)).append("\n  ]\n}\n");
        return out.toString();
    }

    private static String concept(String code, String display, Set<Name> names, boolean other) {
        return "    {\n      \"code\": " + quoted(code) + ",\n      \"display\": " + quoted(display)
                + ",\n      \"designation\": [\n"
                + names.stream().map(NameFiles::designation).collect(Collectors.joining(",\n"))
                + "\n      ]"
                + (other
                        ? ",\n      \"property\": [\n        { \"code\": \"other\", \"valueBoolean\": true }\n      ]"
                        : "")
                + "\n    }";
    }

    private static String designation(Name name) {
        String use = name.kind().isEmpty()
                ? ""
                : ", \"use\": { \"system\": " + quoted(BASE + "name-kind") + ", \"code\": " + quoted(name.kind())
                        + " }";
        return "        { \"language\": " + quoted(name.language()) + use + ", \"value\": " + quoted(name.value())
                + " }";
    }
}
