package org.calcinosiscds.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.calcinosiscds.client.RefusedTokenException.Reason;
import org.junit.jupiter.api.Test;

/** {@code docs/integrating-an-ehr.md} has a cause and a cure for each reason for which a token is refused, and for no other. */
class RefusalReasonsTests {
    @Test
    void eachReasonHasACauseAndACure() throws IOException {
        List<List<String>> rows = Files.readAllLines(Path.of("docs/integrating-an-ehr.md")).stream()
                .dropWhile(line -> !line.startsWith("| Reason |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> Arrays.stream(line.substring(1).split("\\|"))
                        .map(String::strip)
                        .toList())
                .toList();

        assertThat(rows)
                .extracting(row -> row.get(0))
                .containsExactlyElementsOf(Arrays.stream(Reason.values())
                        .map(reason -> "`" + reason.code() + "`")
                        .toList());
        assertThat(rows).allSatisfy(row -> assertThat(row).hasSize(3).noneMatch(String::isEmpty));
    }
}
