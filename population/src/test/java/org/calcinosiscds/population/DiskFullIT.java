package org.calcinosiscds.population;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.calcinosiscds.population.generate.GenerateCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * A run whose disk is full ends and says so, and goes on when there is room. The disk is a file system in memory that only these processes
 * see, which takes a Linux that allows it.
 */
class DiskFullIT {
    /** Given the folder of the results and the command. Its exit code is the first unexpected one, or 0. */
    private static final String FULL_TWICE = """
            out=$1; shift
            mount -t tmpfs -o size=$FIRST tmpfs "$out"
            code=0; "$@" --out "$out" || code=$?; echo "first: $code"
            mount -o remount,size=$SECOND "$out"
            code=0; "$@" --out "$out" --resume || code=$?; echo "second: $code"
            mount -o remount,size=1g "$out"
            code=0; "$@" --out "$out" --resume || code=$?; echo "third: $code"
            cp "$out/manifest.json" "$out.json"
            """;

    @TempDir
    static Path folder = Path.of("");

    @Test
    void runWhoseDiskIsFullGoesOnWhenThereIsRoom() throws Exception {
        assumeTrue(isMountAllowed(), "No file system can be mounted here.");
        new CommandLine(new GenerateCommand())
                .execute("--out", folder.resolve("in").toString(), "--seed", "4", "--patients", "200");
        Files.createDirectories(folder.resolve("out"));
        Path log = folder.resolve("log");
        Script script = new Script(folder, log, "1g");
        List<String> arguments = List.of(
                "--in",
                "in",
                "--as-of",
                "2026-11-21T09:00:00Z",
                "--batch",
                "2",
                "--partitions",
                "2",
                "--max-errors",
                "5%");

        Process process = script.start(
                List.of(
                        "unshare",
                        "--map-root-user",
                        "--mount",
                        "env",
                        "FIRST=400k",
                        "SECOND=800k",
                        "sh",
                        "-ec",
                        FULL_TWICE,
                        "sh",
                        folder.resolve("out").toString()),
                "",
                arguments);

        assertThat(process.waitFor()).as(Files.readString(log)).isZero();
        assertThat(Files.readString(log)
                        .lines()
                        .filter(line -> line.matches("(first|second|third): .*|The disk is full.*")))
                .containsExactly("The disk is full.", "first: 3", "The disk is full.", "second: 3", "third: 1");
        // How the rows are the same is the matter of KillIT: here the numbers have to balance.
        JsonNode patients =
                new ObjectMapper().readTree(folder.resolve("out.json").toFile()).path("patients");
        assertThat(patients.path("assessed").asInt()).isEqualTo(200);
    }

    private static boolean isMountAllowed() throws Exception {
        try {
            return new ProcessBuilder("unshare", "--map-root-user", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/tmp")
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
