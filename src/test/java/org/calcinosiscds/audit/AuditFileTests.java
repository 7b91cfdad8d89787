package org.calcinosiscds.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.calcinosiscds.startup.StartRefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

class AuditFileTests {
    @TempDir
    private Path folder;

    @Test
    void eachDecisionIsALineAndFullFilesAreMovedAside() throws IOException {
        Path file = folder.resolve("audit/events.ndjson");
        AuditFile trail = new AuditFile(settings(file));
        AuditEvents events = new AuditEvents(FhirContext.forR4Cached());

        for (int patient = 1; patient <= 8; patient++) {
            trail.write(events.json(SampleDecision.about("p" + patient)));
        }

        assertThat(trail.lost()).isZero();
        assertThat(Files.readAllLines(file))
                .allSatisfy(line -> assertThat(line).startsWith("{\"resourceType\":\"AuditEvent\""));
        assertThat(Files.readAllLines(file).get(Files.readAllLines(file).size() - 1))
                .contains("\"Patient/p8\"");
        assertThat(file.resolveSibling("events.ndjson.1")).exists();
        assertThat(file.resolveSibling("events.ndjson.2")).exists();
        assertThat(file.resolveSibling("events.ndjson.3")).doesNotExist();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void fileThatCannotBeWrittenEndsTheStart() throws IOException {
        Path blocked = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> new AuditFile(settings(blocked.resolve("x"))))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("calcinosis.audit.file", blocked.toString());
    }

    @Test
    void whatCannotBeWrittenLaterIsCountedAndFailsUntilItCanBe() throws IOException {
        Path file = folder.resolve("events.ndjson");
        AuditFile trail = new AuditFile(new AuditSettings(file.toString(), DataSize.ofMegabytes(1), 3, "", "", false));
        Files.delete(file);
        Files.createDirectory(file);

        trail.write("{}");

        assertThat(trail.lost()).isEqualTo(1);
        assertThat(trail.isFailing()).isTrue();

        Files.delete(file);
        trail.write("{}");

        assertThat(trail.lost()).isEqualTo(1);
        assertThat(trail.isFailing()).isFalse();
    }

    private static AuditSettings settings(Path file) {
        return new AuditSettings(file.toString(), DataSize.ofBytes(2500), 3, "", "", false);
    }
}
