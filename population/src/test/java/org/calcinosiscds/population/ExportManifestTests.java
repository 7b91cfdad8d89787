package org.calcinosiscds.population;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.calcinosiscds.population.generate.GenerateCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ExportManifestTests {
    private static final String MANIFEST = """
            {"output": [{"type": "Patient", "url": "https://ehr.example.org/export/1.Patient.ndjson?token=x/y"},
                        {"type": "Condition", "url": "https://ehr.example.org/export/Condition%201.ndjson"}],
             "deleted": [{"type": "Bundle", "url": "https://ehr.example.org/export/gone.ndjson"}],
             "error": [{"type": "OperationOutcome", "url": "https://ehr.example.org/export/errors.ndjson"}]}
            """;

    @TempDir
    Path folder;

    @Test
    void filesAreThoseThatTheManifestNames() throws IOException {
        write("manifest.json", MANIFEST);
        write("1.Patient.ndjson", "");
        write("Condition 1.ndjson.gz", "");
        write("deleted/gone.ndjson", "");
        write("error/errors.ndjson", "x\n\ny\n");
        write("other/Patient.ndjson", "");

        InputFiles inputs = InputFiles.find(List.of(folder.toString()), folder.resolve("out"));

        assertThat(inputs.files())
                .extracting(file -> folder.relativize(Path.of(file.path())) + " " + file.isOfDeletions())
                .containsExactly("1.Patient.ndjson false", "Condition 1.ndjson.gz false", "deleted/gone.ndjson true");
        assertThat(inputs.unread())
                .containsExactly(folder.resolve("other/Patient.ndjson").toString());
        assertThat(inputs.exportErrors()).isEqualTo(2);
    }

    @Test
    void fileThatIsNotThereIsNamed() throws IOException {
        write("manifest.json", MANIFEST);
        write("1.Patient.ndjson", "");

        assertThatThrownBy(() -> InputFiles.find(List.of(folder.toString()), folder.resolve("out")))
                .hasMessageContaining("names 'Condition 1.ndjson' in output, and there is no such file beside it.");
    }

    @Test
    void fileOfThatNameWithoutListsOfFilesIsNone() throws IOException {
        write("manifest.json", "{}");
        write("Patient.ndjson", "");

        assertThat(InputFiles.find(List.of(folder.toString()), folder.resolve("out"))
                        .files())
                .hasSize(1);
    }

    @Test
    void manifestOfAnInnerFolderIsOfThatFolderAlone() throws IOException {
        write("Patient.ndjson", "");
        write("inner/manifest.json", "{\"output\": [{\"url\": \"Patient.ndjson\"}]}");
        write("inner/Patient.ndjson", "");
        write("inner/Condition.ndjson", "");

        InputFiles inputs = InputFiles.find(List.of(folder.toString()), folder.resolve("out"));

        assertThat(inputs.files()).hasSize(2);
        assertThat(inputs.unread()).hasSize(1);
    }

    /** As long as all files are of exports that say so. */
    @Test
    void exportThatSaysSoIsSynthetic() throws IOException {
        write("one/Patient.ndjson", "");
        assertThat(find("one").isSynthetic()).isFalse();
        new CommandLine(new GenerateCommand())
                .execute("--out", folder.resolve("made").toString(), "--seed", "1", "--patients", "2");
        assertThat(find("made").isSynthetic()).isTrue();
        assertThat(find(".").isSynthetic()).isFalse();
    }

    private InputFiles find(String name) throws IOException {
        return InputFiles.find(List.of(folder.resolve(name).toString()), folder.resolve("out"));
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
