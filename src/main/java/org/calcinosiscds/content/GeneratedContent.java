package org.calcinosiscds.content;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.calcinosiscds.terminology.KnownConcepts;
import org.calcinosiscds.terminology.TerminologyFiles;

/** All files of the content that nobody edits, because they follow from others. */
public final class GeneratedContent {
    private static final String ORDERABLES = "src/content/orderables.csv";

    private GeneratedContent() {}

    /**
     * Text of each generated file, by path.
     *
     * @param root folder with {@code cql}, {@code fhir-resources}, {@code src/content} and {@code src/terminology}
     * @throws KnowledgeException naming what is wrong in a table, plan or library
     */
    public static Map<String, String> texts(Path root) throws IOException {
        Path tables = root.resolve("src/terminology");
        Map<String, SuggestionWords> suggestions = SuggestionWords.read(root.resolve("src/content/suggestions.csv"));
        List<Orderable> orderables = Orderable.read(root.resolve(ORDERABLES), suggestions);
        Map<String, String> orderCql = new OrderTable(orderables).texts(libraries(root.resolve("src/content/orders")));
        Map<String, String> cql = libraries(root.resolve("cql"));
        cql.putAll(orderCql);
        Path codeSystems = root.resolve("fhir-resources/code-system");
        Map<String, String> ruleLists = new RuleLists(
                        libraries(root.resolve("src/content/rules")),
                        cql,
                        JsonFile.read(TextFile.read(codeSystems.resolve("CodeSystem-rule.json"))))
                .texts();
        cql.putAll(ruleLists);
        Path problems = codeSystems.resolve("CodeSystem-problem.json");
        Map<String, String> texts = new TreeMap<>();
        orderCql.forEach((name, text) -> texts.put("cql/" + name + ".cql", text));
        ruleLists.forEach((name, text) -> texts.put("cql/" + name + ".cql", text));
        for (Map<String, String> resources : List.of(
                TerminologyFiles.texts(tables),
                new OrderFiles(orderables, KnownConcepts.of(tables))
                        .texts(TextFile.read(root.resolve("src/content/orders/CodeSystem-orderable.json"))),
                new PlanFiles(orderables, SuggestionWords.of(SuggestionWords.DELETION, suggestions), problems)
                        .texts(root.resolve("src/content/plans")),
                LibraryFiles.texts(cql))) {
            resources.forEach((path, text) -> texts.put("fhir-resources/" + path, text));
        }
        return texts;
    }

    /** Whether a folder of content has the tables that its other files are generated from. */
    public static boolean isIn(Path root) {
        return Files.exists(root.resolve(ORDERABLES));
    }

    /** Paths of the generated files that are missing or differ, ascending. */
    public static Set<String> outdated(Path root) throws IOException {
        return differing(root, texts(root));
    }

    /** What an author might have forgotten in the tables, with file and line; nothing of it keeps the files from being written. */
    public static List<String> warnings(Path root) throws IOException {
        return TerminologyFiles.warnings(root.resolve("src/terminology")).stream()
                .map(KnowledgeException::getMessage)
                .toList();
    }

    /**
     * Writes the files that are missing or differ, and returns their paths, ascending.
     *
     * @throws java.nio.file.AccessDeniedException when one of them cannot be written; none is then
     */
    public static Set<String> write(Path root) throws IOException {
        Map<String, String> texts = texts(root);
        Set<String> differing = differing(root, texts);
        for (String path : differing) {
            TextFile.requireWritable(root.resolve(path));
        }
        for (String path : differing) {
            TextFile.write(root.resolve(path), texts.getOrDefault(path, ""));
        }
        return differing;
    }

    private static Set<String> differing(Path root, Map<String, String> texts) throws IOException {
        Set<String> differing = new TreeSet<>();
        for (Map.Entry<String, String> text : texts.entrySet()) {
            Path file = root.resolve(text.getKey());
            if (!Files.isRegularFile(file) || !TextFile.read(file).equals(text.getValue())) {
                differing.add(text.getKey());
            }
        }
        return differing;
    }

    private static Map<String, String> libraries(Path folder) throws IOException {
        Map<String, String> cql = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".cql")).toList()) {
                cql.put(
                        Objects.requireNonNull(file.getFileName()).toString().replaceFirst("\\.cql$", ""),
                        TextFile.read(file));
            }
        }
        return cql;
    }
}
