package org.calcinosiscds.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PopulationCommandTests {
    @TempDir
    Path folder;

    private final StringWriter messages = new StringWriter();

    @Test
    void optionsAndExitCodeArePassedOn() throws IOException {
        Path script = folder.resolve("cds-population/bin/cds-population");
        Files.createDirectories(script.getParent());
        Files.writeString(script, "#!/bin/sh\nprintf '%s\\n' \"$@\" > " + folder.resolve("seen") + "\nexit 1\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();

        assertThat(run("--in", "an export", "--as-of", "2026-11-21T09:00:00Z", "--all"))
                .isEqualTo(1);
        assertThat(folder.resolve("seen")).hasContent("--in\nan export\n--as-of\n2026-11-21T09:00:00Z\n--all");
    }

    @Test
    void documentIsNamedWhereTheProgramIsMissing() {
        assertThat(run("--in", "export")).isEqualTo(3);
        assertThat(messages.toString()).contains("There is no bin/cds-population in", "docs/population.md");
    }

    private int run(String... arguments) {
        return new CommandLine(new PopulationCommand(folder))
                .setUnmatchedOptionsArePositionalParams(true)
                .setErr(new PrintWriter(messages, true))
                .execute(arguments);
    }
}
