package org.calcinosiscds.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.junit.jupiter.api.Test;

class FailureTextTests {
    @Test
    void fileIsNamedWithTheReason() {
        assertThat(FailureText.of(new UncheckedIOException(new FileSystemLoopException("tests/loop"))))
                .isEqualTo("tests/loop: this link leads back to a folder that it is in: remove it.");
        assertThat(FailureText.of(new NoSuchFileException("a/b.csv")))
                .isEqualTo("a/b.csv: there is no such file or folder.");
        assertThat(FailureText.of(new AccessDeniedException("a"))).startsWith("a: it cannot be read or written");
    }

    @Test
    void messageIsThatOfADefectOfContentAlone() {
        assertThat(FailureText.of(new KnowledgeException(List.of("There is no X."))))
                .contains("There is no X.");
        assertThat(FailureText.of(new IOException("Rosalind"))).isEqualTo("Failed with IOException.");
    }
}
