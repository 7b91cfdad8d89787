package org.calcinosiscds.terminology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong in the terminology tables is said with file and line. */
@Tag("once")
class TableDefectsTests {
    @TempDir
    private Path root;

    private Path tables;

    @BeforeEach
    void copy() throws IOException {
        for (String folder : new String[] {"terminology", "content"}) {
            Files.createDirectories(root.resolve(folder));
            try (Stream<Path> files = Files.list(Path.of("src", folder))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.copy(file, root.resolve(folder).resolve(file.getFileName()));
                }
            }
        }
        tables = root.resolve("terminology");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "New,new,New,=Lab-ALPX,,#There is no member =Lab-ALPX in value-set-definitions.csv",
                "New,new,New,loic|1,,#There is no code system loic in code-systems.csv",
                "New,new,New,loinc|1,,#There is no code 1 of LOINC in codes.csv",
                "New,new,New,VS-Lupuss,,#There is no member VS-Lupuss in value-sets.csv: add it there, or correct it."
                        + " Did you mean \"VS-Lupus\"?",
                "New,new,New,no-group,,#There is no member no-group in codes.csv",
                "New,new,New,=New,,#The value set is a member of itself",
                "New,systemic-sclerosis,New,,,#The id systemic-sclerosis stands in line 2 already: change one of them.",
                "New,Systemic-Sclerosis,New,,,#The id Systemic-Sclerosis stands in line 2 already: change one of them.",
                "SystemicSclerosis,new,New,,,#The name SystemicSclerosis stands in line 2 already: change one of them.",
                "New,,New,,,#The id is empty: write it."
            })
    void lineThatCannotBeUsedIsNamed(String line, String sentence) throws IOException {
        int number = add("value-set-definitions.csv", line);

        assertThatThrownBy(() -> TerminologyFiles.of(tables).texts())
                .isInstanceOf(TableException.class)
                .hasMessageStartingWith(tables.resolve("value-set-definitions.csv") + ":" + number + ": " + sentence);
    }

    @Test
    void memberThatIsUnknownIsNamedWhereItStands() throws IOException {
        int number = add("value-sets.csv", "VS-Lupus,no-such-group".concat(",".repeat(columns("value-sets.csv") - 2)));

        assertThatThrownBy(() -> TerminologyFiles.of(tables).texts())
                .hasMessageStartingWith(tables.resolve("value-sets.csv") + ":" + number
                        + ": There is no member no-such-group in codes.csv");
    }

    @Test
    void valueSetWithoutCodesIsAWarningUntilItSaysWhy() throws IOException {
        assertThat(TerminologyFiles.of(tables).warnings()).isEmpty();

        int number = add("value-set-definitions.csv", "New,new,New,,,");
        add("value-set-definitions.csv", "Other,other,Other,,,no code is known");

        assertThat(TerminologyFiles.of(tables).warnings())
                .extracting(TableException::getMessage)
                .containsExactly(tables.resolve("value-set-definitions.csv") + ":" + number
                        + ": The value set New has no members: write them, or in cannot_match why it has none.");
        assertThat(TerminologyFiles.of(tables).texts()).containsKey("value-set/ValueSet-new.json");
    }

    private int columns(String table) throws IOException {
        return Files.readAllLines(tables.resolve(table)).get(0).split(",").length;
    }

    /** Number of the line, which counts also line ends within quotes. */
    private int add(String table, String line) throws IOException {
        Path file = tables.resolve(table);
        Files.writeString(file, Files.readString(file) + line + "\n");
        return Files.readAllLines(file).size();
    }
}
