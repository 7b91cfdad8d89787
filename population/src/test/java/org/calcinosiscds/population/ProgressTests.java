package org.calcinosiscds.population;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressTests {
    @TempDir
    Path path;

    private final StringWriter terminal = new StringWriter();
    private Instant now = Instant.parse("2026-11-21T09:00:00Z");

    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };

    @Test
    void terminalHasOneLineThatIsWrittenOver() throws IOException {
        try (Progress progress = started()) {
            now = now.plusSeconds(10);
            progress.done(200, 1);
            progress.show();

            assertThat(terminal.toString())
                    .endsWith(
                            "\rassessing: 200 of 1000 patients, 20 a second, 40 s left; not assessed: 1 patients, 3 lines")
                    .doesNotContain("\n");
        }
        assertThat(terminal.toString()).endsWith(" \r");
    }

    @Test
    void rateIsThatOfTheLastMinute() throws IOException {
        try (Progress progress = started()) {
            now = now.plusSeconds(600);
            progress.show();
            now = now.plusSeconds(20);
            progress.done(300, 0);
            progress.show();

            assertThat(progress.line()).contains("300 of 1000 patients, 15 a second, 47 s left");
        }
    }

    @Test
    void fileSaysHowFarItIs() throws IOException {
        Progress progress = started();
        now = now.plusSeconds(10);
        progress.done(200, 1);
        progress.show();

        JsonNode file = file();
        assertThat(file.path("stage").asText()).isEqualTo("assessing");
        assertThat(file.path("patients").path("known").asInt()).isEqualTo(1000);
        assertThat(file.path("patients").path("done").asInt()).isEqualTo(200);
        assertThat(file.path("patients").path("quarantined").asInt()).isEqualTo(1);
        assertThat(file.path("lines").path("quarantined").asInt()).isEqualTo(3);
        assertThat(file.path("patientsPerSecond").asInt()).isEqualTo(20);
        assertThat(file.path("secondsLeft").asInt()).isEqualTo(40);
        assertThat(file.path("updated").asText()).isEqualTo(now.toString());
        progress.close();
        assertThat(file().path("stage").asText()).isEqualTo("failed");
    }

    @Test
    void runThatEndedIsNotOneThatFailed() throws IOException {
        Progress progress = started();
        progress.ended();
        progress.close();

        assertThat(file().path("stage").asText()).isEqualTo("ended");
    }

    @Test
    void nothingIsWrittenWhereNoRunIs() {
        Folder nowhere = Folder.of(path.resolve("nowhere"), "", false);
        new Progress(nowhere, new PrintWriter(terminal), false, clock).close();

        assertThat(nowhere.path()).doesNotExist();
    }

    private Progress started() throws IOException {
        Folder folder = Folder.of(path, "", false);
        folder.create();
        AssessedPatients.sinceBatch();
        Progress progress = new Progress(folder, new PrintWriter(terminal), true, clock);
        progress.known(1000, 3);
        progress.stage("assessing");
        return progress;
    }

    private JsonNode file() throws IOException {
        return new ObjectMapper().readTree(Files.readString(path.resolve(Progress.NAME)));
    }
}
