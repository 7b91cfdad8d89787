package org.calcinosiscds.population;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.calcinosiscds.population.generate.CaseRecord;

/**
 * The cases of the repository as one Bulk Data export with a file for each type: every case with ids of its own, so that all of them are
 * patients of one population.
 */
final class CasesExport {
    static final Path CASES = Path.of("../fhir-resources/tests");
    private static final ObjectMapper JSON = new ObjectMapper();

    private CasesExport() {}

    /** Writes the export. @return number of cases */
    static int write(Path folder) throws IOException {
        return write(folder, 1);
    }

    private static int write(Path folder, int times) throws IOException {
        List<Path> bundles;
        try (Stream<Path> files = Files.walk(CASES)) {
            bundles = files.filter(file -> file.getFileName().toString().equals("Bundle.json"))
                    .sorted()
                    .toList();
        }
        Map<String, StringBuilder> byType = new TreeMap<>();
        for (int number = 0; number < times * bundles.size(); number++) {
            for (ObjectNode resource : resources(bundles.get(number % bundles.size()), "c" + number + "-")) {
                byType.computeIfAbsent(resource.path("resourceType").asText(), type -> new StringBuilder())
                        .append(JSON.writeValueAsString(resource))
                        .append('\n');
            }
        }
        Files.createDirectories(folder);
        for (Map.Entry<String, StringBuilder> type : byType.entrySet()) {
            boolean isGzip = type.getKey().equals("Condition");
            Path file = folder.resolve(type.getKey() + (isGzip ? ".ndjson.gz" : ".ndjson"));
            try (OutputStream out =
                    isGzip ? new GZIPOutputStream(Files.newOutputStream(file)) : Files.newOutputStream(file)) {
                out.write(type.getValue().toString().getBytes(StandardCharsets.UTF_8));
            }
        }
        return bundles.size();
    }

    /** The Bundle of the case of that name. */
    static Path find(String name) throws IOException {
        try (Stream<Path> files = Files.walk(CASES.resolve("patient-view"))) {
            return files.filter(file -> file.endsWith(Path.of(name, "Bundle.json")))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** The resources of a case, with ids that begin with the prefix. */
    static List<ObjectNode> resources(Path file, String prefix) throws IOException {
        return CaseRecord.resources(Files.readAllBytes(file), prefix);
    }

    /** Writes the export to the folder that is named, with every case as often as the second argument says. */
    public static void main(String... arguments) throws IOException {
        int cases = write(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
        System.out.println(cases + " cases");
    }
}
