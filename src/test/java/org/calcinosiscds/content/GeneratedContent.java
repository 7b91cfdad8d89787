package org.calcinosiscds.content;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.calcinosiscds.terminology.KnownConcepts;
import org.calcinosiscds.terminology.TerminologyFiles;

/** All files of the content that nobody edits, because they follow from others. */
public final class GeneratedContent {
    private GeneratedContent() {}

    /**
     * Text of each generated file, by path.
     *
     * @param root folder with {@code cql}, {@code fhir-resources}, {@code src/content} and {@code src/terminology}
     * @throws IllegalStateException naming what is wrong in a table, plan or library
     */
    public static Map<String, String> texts(Path root) throws IOException {
        Path tables = root.resolve("src/terminology");
        List<Orderable> orderables = Orderable.read(root.resolve("src/content/orderables.csv"));
        Map<String, String> orderCql = new OrderTable(orderables).texts();
        Map<String, String> cql = libraries(root.resolve("cql"));
        cql.putAll(orderCql);
        Path problems = root.resolve("fhir-resources/code-system/CodeSystem-problem.json");
        Map<String, String> texts = new TreeMap<>();
        orderCql.forEach((name, text) -> texts.put("cql/" + name + ".cql", text));
        for (Map<String, String> resources : List.of(
                TerminologyFiles.texts(tables),
                new OrderFiles(orderables, KnownConcepts.of(tables)).texts(),
                new PlanFiles(orderables, problems).texts(root.resolve("src/content/plans")),
                LibraryFiles.texts(cql))) {
            resources.forEach((path, text) -> texts.put("fhir-resources/" + path, text));
        }
        return texts;
    }

    /** Writes the files that differ or are missing. */
    public static void write(Path root) throws IOException {
        for (Map.Entry<String, String> text : texts(root).entrySet()) {
            Path file = root.resolve(text.getKey());
            if (!Files.exists(file) || !Files.readString(file).equals(text.getValue())) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, text.getValue());
            }
        }
    }

    private static Map<String, String> libraries(Path folder) throws IOException {
        Map<String, String> cql = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".cql")).toList()) {
                cql.put(file.getFileName().toString().replaceFirst("\\.cql$", ""), Files.readString(file));
            }
        }
        return cql;
    }
}
