package org.calcinosiscds.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The line of the command that says how far it is, on a screen that it shares with the answers. */
class ProgressTests {
    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();

    private final AtomicLong nanos = new AtomicLong();

    @Test
    void lineOfATerminalGivesWayToAnswers() throws IOException {
        Progress progress = progress(true);
        try (OutputStream answers = progress.above(screen)) {
            for (int file = 1; file <= 3; file++) {
                nanos.addAndGet(Duration.ofSeconds(1).toNanos());
                String state = "file " + file;
                progress.at(() -> state);
                answers.write(("answer %d\n".formatted(file)).getBytes(StandardCharsets.UTF_8));
            }
            progress.end();
        }

        assertThat(screen.toString(StandardCharsets.UTF_8)).contains("file 3, 3 s");
        assertThat(shown()).containsExactly("answer 1", "answer 2", "answer 3");
    }

    @Test
    void redirectedItIsALineEveryTenSeconds() throws IOException {
        Progress progress = progress(false);
        try (OutputStream answers = progress.above(OutputStream.nullOutputStream())) {
            for (int file = 1; file <= 25; file++) {
                nanos.addAndGet(Duration.ofSeconds(1).toNanos());
                String state = "file " + file;
                progress.at(() -> state);
                answers.write('x');
            }
            progress.end();
        }

        assertThat(screen.toString(StandardCharsets.UTF_8).lines()).containsExactly("file 10, 10 s", "file 20, 20 s");
    }

    private Progress progress(boolean isTerminal) {
        return new Progress(new PrintWriter(screen, false, StandardCharsets.UTF_8), isTerminal, nanos::get);
    }

    /** What a terminal shows in the end: after a carriage return, what is written covers what was there. */
    private List<String> shown() {
        List<String> rows = new ArrayList<>();
        StringBuilder row = new StringBuilder();
        int column = 0;
        for (char each : screen.toString(StandardCharsets.UTF_8).toCharArray()) {
            if (each == '\n') {
                rows.add(row.toString().stripTrailing());
                row.setLength(0);
            }
            if (each == '\n' || each == '\r') {
                column = 0;
            } else {
                row.replace(column, Math.min(column + 1, row.length()), String.valueOf(each));
                column++;
            }
        }
        return rows;
    }
}
