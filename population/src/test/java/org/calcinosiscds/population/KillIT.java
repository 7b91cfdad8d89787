package org.calcinosiscds.population;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run that is killed again and again, resumed each time with other numbers of tasks, time zones and languages, ends with the rows of
 * a run that was left alone.
 */
class KillIT {
    private static final int PATIENTS = 90;
    private static final String ELSEWHERE =
            "-Dspark.master=local[1] -Duser.timezone=Pacific/Kiritimati -Duser.language=tr -Duser.country=TR";

    @TempDir
    static Path folder = Path.of("");

    @Test
    void killedRunIsResumedToTheSameRows() throws Exception {
        Path in = export();
        Path alone = folder.resolve("alone");
        assertThat(start(in, alone, "").waitFor()).isLessThan(2);
        Path out = folder.resolve("out");
        Path scratch = out.resolve(".scratch");
        List<BooleanSupplier> moments = List.of(
                () -> Files.exists(scratch.resolve("lines")),
                () -> isWritten(scratch.resolve("lines")),
                () -> Files.exists(scratch.resolve("sorted")),
                () -> has(out.resolve(Journal.NAME), "\"step\":\"sorted\""),
                () -> Files.exists(scratch.resolve("results/0000")),
                // Moved to its place, and not in the journal yet.
                () -> Files.exists(out.resolve("patients/0000.parquet")),
                () -> has(out.resolve(Journal.NAME), "\"step\":\"batch\",\"number\":0"),
                () -> Files.exists(out.resolve("answers/0001.ndjson.gz")),
                () -> Files.exists(out.resolve("quarantine/quarantine.parquet")),
                () -> Files.exists(out.resolve("summary.json")));
        for (int i = 0; i < moments.size(); i++) {
            kill(start(in, out, i % 2 == 0 ? ELSEWHERE : "", resume(i)), moments.get(i));
            assertThat(out.resolve("manifest.json")).doesNotExist();
        }
        Path progress = out.resolve("progress.json");
        Files.deleteIfExists(progress);
        stop(start(in, out, "", "--resume"), () -> Files.exists(progress));
        long firstBatch =
                Files.getLastModifiedTime(out.resolve("patients/0000.parquet")).toMillis();

        assertThat(start(in, out, ELSEWHERE, "--resume").waitFor()).isLessThan(2);

        assertThat(Files.getLastModifiedTime(out.resolve("patients/0000.parquet"))
                        .toMillis())
                .as("what was done is not done again")
                .isEqualTo(firstBatch);
        JsonNode expected = json(alone, "manifest.json");
        JsonNode resumed = json(out, "manifest.json");
        assertThat(resumed.path("rowsSha256")).isEqualTo(expected.path("rowsSha256"));
        assertThat(resumed.path("lines")).isEqualTo(expected.path("lines"));
        assertThat(resumed.path("batches")).hasSize(3);
        assertThat(json(out, "summary.json")).isEqualTo(json(alone, "summary.json"));
        assertThat(names(out)).isEqualTo(names(alone));
        assertThat(start(in, out, "", "--resume").waitFor())
                .as("nothing is left to do")
                .isEqualTo(2);
    }

    private static String[] resume(int attempt) {
        return attempt == 0 ? new String[0] : new String[] {"--resume"};
    }

    private static Process start(Path in, Path out, String javaOptions, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "--in",
                in.toString(),
                "--out",
                out.toString(),
                "--as-of",
                "2026-11-21T09:00:00Z",
                "--batch",
                "3",
                "--partitions",
                "2",
                "--max-errors",
                "5%"));
        arguments.addAll(List.of(more));
        return new Script(folder, folder.resolve("log"), "1g").start(javaOptions, arguments);
    }

    /** Kills the process, which the script has become, at that moment. */
    private static void kill(Process process, BooleanSupplier moment) throws Exception {
        await(process, moment);
        assertThat(process.destroyForcibly().waitFor()).isEqualTo(128 + 9);
    }

    private static void await(Process process, BooleanSupplier moment) throws Exception {
        while (!moment.getAsBoolean()) {
            assertThat(process.isAlive())
                    .as(Files.readString(folder.resolve("log")))
                    .isTrue();
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }

    /** As Ctrl-C and a machine that shuts down do. */
    private static void stop(Process process, BooleanSupplier moment) throws Exception {
        await(process, moment);
        process.destroy();
        assertThat(process.waitFor()).isEqualTo(128 + 15);
        assertThat(Files.readString(folder.resolve("log")))
                .contains("Stopped by a signal. --resume goes on.")
                .doesNotContain("Failed with");
    }

    private static boolean has(Path file, String text) {
        try {
            return Files.exists(file) && Files.readString(file).contains(text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether Spark has put the files of a table there, and not only begun them. */
    private static boolean isWritten(Path table) {
        try (Stream<Path> files = Files.exists(table) ? Files.list(table) : Stream.empty()) {
            return files.anyMatch(file -> file.getFileName().toString().startsWith("part-"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first patients of the cases, with all lines of the others as lines of patients who were not sent. */
    private static Path export() throws IOException {
        Path in = folder.resolve("in");
        CasesExport.write(in);
        Path patients = in.resolve("Patient.ndjson");
        Files.write(patients, Files.readAllLines(patients).subList(0, PATIENTS));
        for (Path file : files(in)) {
            if (file.toString().endsWith(".gz")) {
                Files.delete(file);
            } else {
                Files.write(file, Files.readAllLines(file).stream().limit(600).toList());
            }
        }
        return in;
    }

    private static JsonNode json(Path out, String name) throws IOException {
        return new ObjectMapper().readTree(out.resolve(name).toFile());
    }

    private static List<String> names(Path out) throws IOException {
        try (Stream<Path> all = Files.walk(out)) {
            return all.map(file -> out.relativize(file).toString()).sorted().toList();
        }
    }

    private static List<Path> files(Path in) throws IOException {
        try (Stream<Path> all = Files.list(in)) {
            return all.toList();
        }
    }
}
