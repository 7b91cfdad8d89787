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
import org.calcinosiscds.terminology.TableException;
import org.calcinosiscds.terminology.TerminologyFiles;

/** All files of the content that nobody edits, because they follow from others. */
public final class GeneratedContent {
    private static final String ORDERABLES = "src/content/orderables.csv";

    private GeneratedContent() {}

    /**
     * What generating came to.
     *
     * @param files paths of the generated files that were missing or differed, ascending
     * @param warnings what an author might have forgotten in the tables; nothing of it keeps the files from being written
     */
    public record Result(Set<String> files, List<TableException> warnings) {
        /** The warnings in words, each with file and line. */
        public List<String> messages() {
            return warnings.stream().map(TableException::getMessage).toList();
        }
    }

    /**
     * Text of each generated file, by path.
     *
     * @param root folder with {@code cql}, {@code fhir-resources}, {@code src/content} and {@code src/terminology}
     * @throws KnowledgeException naming what is wrong in a table, plan or library
     */
    public static Map<String, String> texts(Path root) throws IOException {
        return texts(root, terminology(root));
    }

    private static TerminologyFiles terminology(Path root) throws IOException {
        return TerminologyFiles.of(root.resolve("src/terminology"));
    }

    private static Map<String, String> texts(Path root, TerminologyFiles terminology) throws IOException {
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
                terminology.texts(),
                new OrderFiles(orderables, terminology.concepts())
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

    /** Compares the generated files with what they are to be, and writes none. */
    public static Result compare(Path root) throws IOException {
        TerminologyFiles terminology = terminology(root);
        return new Result(differing(root, texts(root, terminology)), terminology.warnings());
    }

    /**
     * Writes the files that are missing or differ.
     *
     * @throws java.nio.file.AccessDeniedException when one of them cannot be written; none is then
     */
    public static Result write(Path root) throws IOException {
        TerminologyFiles terminology = terminology(root);
        Map<String, String> texts = texts(root, terminology);
        Set<String> differing = differing(root, texts);
        for (String path : differing) {
            TextFile.requireWritable(root.resolve(path));
        }
        for (String path : differing) {
            TextFile.write(root.resolve(path), texts.getOrDefault(path, ""));
        }
        return new Result(differing, terminology.warnings());
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
