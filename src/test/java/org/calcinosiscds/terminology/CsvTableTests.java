package org.calcinosiscds.terminology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables as spreadsheets and people write them. */
class CsvTableTests {
    @TempDir
    private Path folder;

    @Test
    void byteOrderMarkAndLineEndsOfWindowsAreLeftOut() throws IOException {
        Path table = table("\uFEFFid,title\r\nA,\"one, \"\"two\"\"\r\nthree\"\r\nB,\r\n");

        assertThat(CsvTable.rows(table)).extracting(row -> row.cell("id")).containsExactly("A", "B");
        assertThat(CsvTable.rows(table)).extracting(CsvTable.Row::line).containsExactly(2, 4);
        assertThat(CsvTable.rows(table).get(0).cell("title")).isEqualTo("one, \"two\"\nthree");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '`',
            value = {
                "id;title|A;b|#1: The fields are separated by semicolons: save the table with commas.",
                "id,title|A,b,c|#2: The line has 3 fields and the header 2: add or remove commas",
                "id,title|A,b||#3: The line has 1 field and the header 2: add or remove commas",
                "id,title|A,b|B,c#3: The last line has no line end, so it may be cut off",
                "id,title|A,\"b|B,c|#2: A quote is opened here and never closed",
                "id,id|A,b|#1: The header names the column id twice",
                "name,title|A,b|#1: There is no column id, only name, title: name it in the header.",
                "|#1: The file is empty"
            })
    void defectsAreSentencesWithFileAndLine(String text, String message) throws IOException {
        Path table = table(text.replace('|', '\n'));

        assertThatThrownBy(() -> CsvTable.rows(table).forEach(row -> row.cell("id")))
                .isInstanceOf(TableException.class)
                .hasMessageStartingWith(table + ":" + message);
    }

    @Test
    void otherEncodingIsNamed() throws IOException {
        Path table = folder.resolve("table.csv");
        Files.write(table, "id,title\nA,Röntgen\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> CsvTable.rows(table)).hasMessageContaining("not in UTF-8");
    }

    private Path table(String text) throws IOException {
        return Files.writeString(folder.resolve("table.csv"), text);
    }
}
