package org.calcinosiscds.population;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs with and without a key, whose scratch files are looked at after each stage. */
class ScratchEncryptionTests {
    private static final String KEY = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    @TempDir
    static Path folder = Path.of("");

    /** Finds scratch files that name a patient. Spark makes one of its own. */
    public static final class Watch extends SparkListener {
        static final Set<String> SEEN = new ConcurrentSkipListSet<>();
        static final Set<String> NAMING = new ConcurrentSkipListSet<>();

        @Override
        public void onStageCompleted(SparkListenerStageCompleted stage) {
            look();
        }

        @Override
        public void onApplicationEnd(SparkListenerApplicationEnd end) {
            look();
        }

        private static void look() {
            try (Stream<Path> files = Files.walk(folder.resolve("scratch"))) {
                files.filter(Files::isRegularFile).forEach(Watch::look);
            } catch (IOException | UncheckedIOException e) {
                // Files come and go; the last look is when none does.
            }
        }

        private static void look(Path file) {
            // The folder of the run, of Spark or of a table.
            String table = folder.resolve("scratch").relativize(file).getName(1).toString();
            SEEN.add(table);
            try {
                if (Files.readString(file, StandardCharsets.ISO_8859_1).contains("a-patient")) {
                    NAMING.add(table);
                }
            } catch (IOException e) {
                // It is gone.
            }
        }
    }

    @Test
    void scratchFilesNameNobodyWhenAKeyIsGiven() throws IOException {
        Files.createDirectories(folder.resolve("in"));
        List<String> lines = new ArrayList<>();
        for (String prefix : List.of("a-", "b-")) {
            CasesExport.resources(CasesExport.find("dialysis-product-71-40"), prefix)
                    .forEach(resource -> lines.add(resource.toString()));
        }
        Files.write(folder.resolve("in/all.ndjson"), lines);
        Files.writeString(folder.resolve("key"), KEY + "\n");
        System.setProperty("spark.extraListeners", Watch.class.getName());
        // Compressed lines would name nobody in plain text either.
        System.setProperty("spark.shuffle.compress", "false");

        JsonNode plain = run("plain");
        assertThat(Watch.NAMING).containsExactlyInAnyOrder("spark", "lines", "sorted", "results");
        Watch.SEEN.clear();
        Watch.NAMING.clear();
        JsonNode encrypted =
                run("encrypted", "--scratch-key", folder.resolve("key").toString());

        assertThat(Watch.SEEN).contains("spark", "lines", "sorted", "results");
        assertThat(Watch.NAMING).isEmpty();
        assertThat(encrypted.path("rowsSha256")).isEqualTo(plain.path("rowsSha256"));
        assertThat(encrypted.toString()).doesNotContain(KEY);
        // What is written is as it is without a key.
        assertThat(Parquet.rows(folder.resolve("encrypted/patients"))).hasSize(2);
    }

    private static JsonNode run(String out, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "--in",
                folder.resolve("in").toString(),
                "--out",
                folder.resolve(out).toString(),
                "--scratch",
                folder.resolve("scratch").toString(),
                "--as-of",
                "2026-11-21T09:00:00Z",
                "--format",
                "parquet",
                "--partitions",
                "1"));
        arguments.addAll(List.of(more));
        assertThat(PopulationCommand.run(Clock.systemUTC(), arguments.toArray(String[]::new)))
                .isZero();
        return new ObjectMapper()
                .readTree(folder.resolve(out).resolve("manifest.json").toFile());
    }

    @AfterEach
    void forget() {
        System.clearProperty("spark.extraListeners");
        System.clearProperty("spark.shuffle.compress");
    }
}
