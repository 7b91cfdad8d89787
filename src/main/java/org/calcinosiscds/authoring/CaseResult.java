package org.calcinosiscds.authoring;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.calcinosiscds.authoring.shortcase.ShortCaseUpdate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What became of a case.
 *
 * @param differences a sentence for each difference between what is expected and what came; empty when the case passed
 * @param seconds that it took
 * @param updated {@code expected.json} with what came, or the lists of a short case that change; null when no answer came
 */
public record CaseResult(
        ContentCase of,
        List<String> differences,
        double seconds,
        @Nullable ObjectNode updated) {
    public boolean isPassed() {
        return differences.isEmpty();
    }

    /** Writes what came into the case; false when no answer came, or nothing that came can be written. */
    public boolean write() throws IOException {
        if (updated == null) {
            return false;
        }
        if (!of.isShort()) {
            Files.writeString(of.path().resolve(ContentCase.EXPECTED), CaseJson.text(updated));
            return true;
        }
        if (updated.isEmpty()) {
            return false;
        }
        Files.writeString(of.path(), ShortCaseUpdate.of(Files.readString(of.path()), updated));
        return true;
    }
}
