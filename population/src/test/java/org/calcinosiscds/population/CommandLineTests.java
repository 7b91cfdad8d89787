package org.calcinosiscds.population;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandLineTests {
    @TempDir
    Path folder;

    private final StringWriter messages = new StringWriter();

    @Test
    void helpHasAnExampleOfEachOption() {
        CommandLine command = new CommandLine(new PopulationCommand(Clock.systemUTC()));
        String help = command.setUsageHelpWidth(400).getUsageMessage();
        String examples = help.substring(help.indexOf("Examples:"));

        command.getCommandSpec().options().stream()
                .filter(option -> !option.usageHelp()
                        && !option.versionHelp()
                        && !option.longestName().equals("--hook"))
                .forEach(option -> assertThat(examples).contains(option.longestName()));
        assertThat(help).doesNotContain("%%");
    }

    @Test
    void whatIsWrongIsSaid() throws IOException {
        Files.writeString(folder.resolve("Patient.ndjson"), "{}");
        String in = folder.toString();
        String out = folder.resolve("out").toString();
        String asOf = "2026-03-01T12:00:00Z";

        wrong("Missing required option: '--as-of=INSTANT'", "--in", in, "--out", out);
        wrong("There is no file " + in + "x.", "--in", in + "x", "--out", out, "--as-of", asOf);
        wrong("--format must be", "--in", in, "--out", out, "--as-of", asOf, "--format", "xlsx");
        wrong("--max-errors must be", "--in", in, "--out", out, "--as-of", asOf, "--max-errors", "110%");
        wrong("--max-errors must be", "--in", in, "--out", out, "--as-of", asOf, "--max-errors", "NaN");
        wrong("--max-resources must be", "--in", in, "--out", out, "--as-of", asOf, "--max-resources", "0");
        wrong("--batch must be 1 to 256.", "--in", in, "--out", out, "--as-of", asOf, "--batch", "257");
        wrong(
                "--layout must be one of auto, types, bundles, mixed.",
                "--in",
                in,
                "--out",
                out,
                "--as-of",
                asOf,
                "--layout",
                "x");
        wrong("--strict must be one of all, read.", "--in", in, "--out", out, "--as-of", asOf, "--strict", "x");
        wrong(
                "--data must be one of synthetic, real, unknown.",
                "--in",
                in,
                "--out",
                out,
                "--as-of",
                asOf,
                "--data",
                "x");
        wrong("--subjects: there is no file", "--in", in, "--out", out, "--as-of", asOf, "--subjects", in + "x");
        wrong("--partitions must be", "--in", in, "--out", out, "--as-of", asOf, "--partitions", "0");
        assertThat(Path.of(out)).doesNotExist();
    }

    @Test
    void flagThatJavaLacksIsNamed() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PopulationCommand.class.getName(),
                        "--in",
                        "x",
                        "--out",
                        folder.resolve("out").toString(),
                        "--as-of",
                        "2026-03-01T12:00:00Z")
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(said)
                .contains("Java has to be started with ", "--add-opens=java.base/java.nio=ALL-UNNAMED")
                .doesNotContain("--add-opens=java.base/java.lang=ALL-UNNAMED");
    }

    @Test
    void largeFileThatOneTaskReadsIsFound() {
        InputFile large = new InputFile(0, "a.ndjson.gz", 300L << 20, true, false, false);
        InputFile small = new InputFile(1, "b.ndjson.gz", 200L << 20, true, false, false);
        InputFile plain = new InputFile(2, "c.ndjson", 300L << 20, false, false, false);

        assertThat(new InputFiles(List.of(large, small, plain), List.of(), List.of(), false).largeGzips())
                .containsExactly(large);
    }

    private void wrong(String message, String... arguments) {
        messages.getBuffer().setLength(0);
        int code = new CommandLine(new PopulationCommand(Clock.systemUTC()))
                .setErr(new PrintWriter(messages, true))
                .execute(arguments);
        assertThat(messages.toString()).as(List.of(arguments).toString()).contains(message);
        assertThat(code).isEqualTo(2);
    }
}
