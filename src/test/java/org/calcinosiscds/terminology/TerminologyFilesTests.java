package org.calcinosiscds.terminology;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The generated files of {@code fhir-resources} are those that the tables of {@code src/terminology} give. */
class TerminologyFilesTests {
    private static final Path TABLES = Path.of("src", "terminology");
    private static final Path RESOURCES = Path.of("fhir-resources");

    @Test
    void theTablesGiveTheShippedFilesByteForByte() throws IOException {
        Map<String, String> shipped = new TreeMap<>();
        Map<String, String> made = TerminologyFiles.of(TABLES).texts();
        for (String file : made.keySet()) {
            shipped.put(file, Files.readString(RESOURCES.resolve(file)));
        }
        assertThat(made).isEqualTo(shipped);
    }

    @Test
    void everyValueSetFileIsGenerated() throws IOException {
        try (Stream<Path> files = Files.list(RESOURCES.resolve("value-set"))) {
            Set<String> valueSets =
                    files.map(file -> "value-set/" + file.getFileName()).collect(Collectors.toCollection(TreeSet::new));
            assertThat(TerminologyFiles.of(TABLES).texts().keySet()).containsAll(valueSets);
        }
    }

    @Test
    void noCodeIsVerifiedAndUnverifiedForTheSameGroup() throws IOException {
        Set<String> taken = groupsWithCodes("codes.csv");
        assertThat(groupsWithCodes("codes-unverified.csv")).isNotEmpty().doesNotContainAnyElementsOf(taken);
    }

    private static Set<String> groupsWithCodes(String table) throws IOException {
        return CsvTable.rows(TABLES.resolve(table)).stream()
                .filter(row -> !row.cell("code").isEmpty())
                .map(row -> row.cell("value_set") + " " + row.cell("system") + "|" + row.cell("code"))
                .collect(Collectors.toSet());
    }
}
