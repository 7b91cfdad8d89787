package org.calcinosiscds.population;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTests {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @Test
    void stepsAreRead() throws IOException {
        Journal journal = Journal.of(folder);
        assertThat(journal.isEmpty()).isTrue();
        ObjectNode identity = JSON.createObjectNode().put("--as-of", "x").put("bytes", 5L);
        journal.add(identity);
        journal.done("batch", 1, JSON.createObjectNode().put("patients", 7));

        Journal again = Journal.of(folder);

        OtherRunException.requireSame(again.identity(), identity);
        assertThat(again.step("batch", 0)).isNull();
        assertThat(String.valueOf(again.step("batch", 1))).contains("\"patients\":7");
    }

    @Test
    void lineThatWasCutOffIsNoStep() throws IOException {
        Journal journal = Journal.of(folder);
        journal.add(JSON.createObjectNode());
        Files.writeString(folder.resolve(Journal.NAME), "{\"step\":\"batch\",\"num", StandardOpenOption.APPEND);

        Journal again = Journal.of(folder);
        again.done("batch", 0, JSON.createObjectNode());

        assertThat(Journal.of(folder).step("batch", 0)).isNotNull();
    }

    @Test
    void otherOptionsAreNamed() {
        ObjectNode before =
                JSON.createObjectNode().put("--as-of", "x").put("--hook", "y").put("--in", "z");
        ObjectNode now = before.deepCopy().put("--as-of", "w").put("--in", "v");

        OtherRunException.requireSame(before, before.deepCopy());
        assertThatThrownBy(() -> OtherRunException.requireSame(before, now))
                .hasMessage("The run in this folder was made with other values of --as-of, --in.");
    }
}
