package org.calcinosiscds.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is generated is what the tables, plans and CQL give today. */
class GeneratedContentTests {
    private static final String COMMAND = "mvn test -Dtest=GeneratedContentTests -Dcontent.write=true";
    private static final Path ROOT = Path.of("");

    @BeforeAll
    static void writeWhenAsked() throws IOException {
        if (Boolean.getBoolean("content.write")) {
            GeneratedContent.write(ROOT);
        }
    }

    @Test
    void everyGeneratedFileIsUpToDate() throws IOException {
        Map<String, String> stale = new TreeMap<>();
        GeneratedContent.texts(ROOT).forEach((file, text) -> {
            String found = read(ROOT.resolve(file));
            if (!found.equals(text)) {
                stale.put(file, found.isEmpty() ? "missing" : "differs");
            }
        });

        assertThat(stale)
                .as("Generated files are out of date. Run: %s", COMMAND)
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"value-set", "library", "activity-definition", "plan-definition"})
    void nothingInTheFolderIsWrittenByHand(String folder) throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve("fhir-resources").resolve(folder))) {
            Set<String> found =
                    files.map(file -> file.toString().replace('\\', '/')).collect(Collectors.toSet());

            assertThat(GeneratedContent.texts(ROOT).keySet()).containsAll(found);
        }
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
