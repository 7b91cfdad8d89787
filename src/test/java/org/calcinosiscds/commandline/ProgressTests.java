package org.calcinosiscds.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The line of the command that says how far it is, on a screen that it shares with the answers. */
class ProgressTests {
    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();

    @Test
    void lineGivesWayToAnswers() throws IOException {
        Progress progress = progress(true);
        try (OutputStream answers = progress.above(screen)) {
            for (int file = 0; file < 3; file++) {
                progress.next(file);
                answers.write(("answer %d\n".formatted(file)).getBytes(StandardCharsets.UTF_8));
            }
            progress.end();
        }

        assertThat(screen.toString(StandardCharsets.UTF_8)).contains("file 3 of 3, 2 patients");
        assertThat(shown()).containsExactly("answer 0", "answer 1", "answer 2");
    }

    @Test
    void nobodyWatchesNothingIsShown() throws IOException {
        Progress progress = progress(false);
        try (OutputStream answers = progress.above(screen)) {
            progress.next(0);
            answers.write("answer\n".getBytes(StandardCharsets.UTF_8));
            progress.end();
        }

        assertThat(screen.toString(StandardCharsets.UTF_8)).isEqualTo("answer\n");
    }

    private Progress progress(boolean isWatched) {
        return new Progress(3, new PrintWriter(screen, false, StandardCharsets.UTF_8), isWatched);
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
