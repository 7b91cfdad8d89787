package org.calcinosiscds.population;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that asks the rules of another content, too. */
class CompareTests {
    @TempDir
    static Path folder = Path.of("");

    @Test
    void changedThresholdHasARowForWhoeverIsToldOtherwise() throws IOException {
        Path changed = folder.resolve("content");
        ContentCopy.write(changed, "cql/MineralLimits.cql", "70.0 'mg2/dL2'", "80.0 'mg2/dL2'");
        Path in = folder.resolve("in");
        Files.createDirectories(in);
        Files.write(
                in.resolve("a.ndjson"),
                Stream.concat(
                                CasesExport.resources(CasesExport.find("dialysis-product-71-40"), "a-").stream(),
                                CasesExport.resources(CasesExport.find("product-55-00"), "b-").stream())
                        .map(JsonNode::toString)
                        .toList());
        Path out = folder.resolve("out");

        int code = PopulationCommand.run(
                Clock.systemUTC(),
                "--in",
                in.toString(),
                "--out",
                out.toString(),
                "--as-of",
                "2026-11-21T09:00:00Z",
                "--compare",
                changed.toString(),
                "--format",
                "parquet",
                "--partitions",
                "1");

        assertThat(code).isZero();
        List<Group> rows = Parquet.rows(out.resolve("changes"));
        assertThat(rows).extracting(row -> Parquet.text(row, "patient")).containsExactly("a-patient");
        assertThat(Parquet.texts(rows.get(0), "lost")).contains("CC-010");
        assertThat(Parquet.texts(rows.get(0), "rules_before")).contains("CC-010");
        assertThat(Parquet.texts(rows.get(0), "rules_after")).doesNotContain("CC-010");
        JsonNode changes = new ObjectMapper()
                .readTree(out.resolve("summary.json").toFile())
                .path("changes");
        assertThat(changes.path("patients").asInt()).isEqualTo(1);
        assertThat(changes.path("rules").path("CC-010").toString())
                .isEqualTo("{\"before\":1,\"after\":0,\"gained\":0,\"lost\":1}");
        assertThat(Files.readString(out.resolve("summary.html"))).contains("1 patients would be told otherwise.");
    }
}
