package org.calcinosiscds.population;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubjectsTests {
    @TempDir
    Path folder;

    @Test
    void idsAreReadOncePerPatient() throws IOException {
        Subjects subjects = read("b\r\n a \n\nPatient/b\n0B8C9E0A-2F6E-4D3C-9C63-9D2F0A6C1E11");

        assertThat(subjects.keys()).containsExactly("0b8c9e0a-2f6e-4d3c-9c63-9d2f0a6c1e11", "a", "b");
    }

    @Test
    void lineThatIsNoIdIsNamedByItsNumber() {
        assertThatThrownBy(() -> read("a\nJane Doe\n"))
                .hasMessageStartingWith("--subjects: line 2 of ")
                .hasMessageNotContaining("Jane");
        assertThatThrownBy(() -> read("\n")).hasMessageEndingWith(" names nobody.");
        assertThatThrownBy(() -> Subjects.read(folder.resolve("none"))).hasMessageContaining("there is no file");
    }

    private Subjects read(String text) throws IOException {
        Path file = folder.resolve("ids");
        Files.writeString(file, text);
        return Subjects.read(file);
    }
}
