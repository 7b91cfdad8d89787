package org.calcinosiscds.population.generate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class GeneratorTests {
    @TempDir
    Path folder = Path.of("");

    private final StringWriter said = new StringWriter();

    @Test
    void aSeedGivesTheSameFiles() throws IOException {
        for (String layout : List.of("types", "bundles")) {
            Path first = generate(layout + 1, "--seed", "3", "--patients", "40", "--layout", layout);
            Path second = generate(layout + 2, "--seed", "3", "--patients", "40", "--layout", layout);
            Path other = generate(layout + 3, "--seed", "4", "--patients", "40", "--layout", layout);

            assertThat(contents(first)).isEqualTo(contents(second));
            assertThat(contents(other)).isNotEqualTo(contents(first));
        }
    }

    /** A population of another size begins with the same patients; with another seed no id is the same. */
    @Test
    void aPatientIsTheSameInAnExportOfAnySize() throws IOException {
        Path small = generate("small", "--seed", "3", "--patients", "30");
        Path large = generate("large", "--seed", "3", "--patients", "90");
        Path other = generate("other", "--seed", "13", "--patients", "90");

        for (String type : List.of("Patient", "Observation", "Condition")) {
            assertThat(lines(large, type))
                    .startsWith(lines(small, type).toArray(String[]::new))
                    .hasSizeGreaterThan(lines(small, type).size());
        }
        Set<String> ids = ids(large);
        ids.retainAll(ids(other));
        assertThat(ids).isEmpty();
    }

    @Test
    void manifestSaysWhatThereIs() throws IOException {
        Path export = generate("export", "--seed", "3", "--patients", "100", "--noise", "2", "--flawed-every", "10");
        JsonNode manifest = manifest(export);
        long lines = 0;
        for (JsonNode output : manifest.path("output")) {
            assertThat(Files.readString(export.resolve(output.path("url").asText()), StandardCharsets.ISO_8859_1)
                            .lines())
                    .hasSize(output.path("count").asInt());
            lines += output.path("count").asLong();
        }

        assertThat(SyntheticMark.isIn(manifest)).isTrue();
        JsonNode mark = manifest.path("extension").path(SyntheticMark.URL);
        assertThat(lines(export, "Patient")).hasSize(100);
        assertThat(mark.path("patients").asInt()).isEqualTo(100);
        assertThat(mark.path("patientsOfCases").asInt()).isEqualTo(20);
        assertThat(mark.path("lines").asLong()).isEqualTo(lines);
        assertThat(mark.path("flawedLines").toString())
                .isEqualTo("{\"no-patient\":2,\"not-json\":2,\"not-r4\":2,\"not-utf8\":2,\"unknown-patient\":2}");
        assertThat(said.toString()).contains("100 synthetic patients, 20 of them", lines + " resources");
    }

    @Test
    void noiseIsAsMuchAsAskedFor() throws IOException {
        long quiet = size(generate("quiet", "--seed", "3", "--patients", "50", "--noise", "0"));
        long noisy = size(generate("noisy", "--seed", "3", "--patients", "50", "--noise", "100"));

        assertThat(noisy).isBetween(quiet + 50 * 80 * 100 / 2, Long.MAX_VALUE);
    }

    /** Each Bundle has the resources of nobody to which its entries refer. */
    @Test
    void bundlesStandForThemselves() throws IOException {
        Path export = generate("bundles", "--seed", "3", "--patients", "80", "--layout", "bundles");
        Path types = generate("types", "--seed", "3", "--patients", "80");

        TreeSet<String> patients = new TreeSet<>();
        for (JsonNode output : manifest(export).path("output")) {
            JsonNode bundle = CaseRecord.JSON.readTree(
                    export.resolve(output.path("url").asText()).toFile());
            Set<String> urls = new HashSet<>();
            bundle.path("entry").forEach(entry -> urls.add(entry.path("fullUrl").asText()));
            for (JsonNode reference : bundle.findValues("reference")) {
                assertThat(reference.asText()).doesNotContain("Medication/s3-", "Practitioner/s3-");
                if (reference.asText().startsWith("urn:uuid:")) {
                    assertThat(urls).contains(reference.asText());
                }
            }
            patients.add(bundle.at("/entry/0/resource/id").asText());
        }
        assertThat(patients).hasSize(80);
        assertThat(lines(types, "Patient"))
                .allSatisfy(line -> assertThat(patients)
                        .contains(CaseRecord.JSON.readTree(line).path("id").asText()));
        assertThat(lines(types, "Medication").size()).isGreaterThan(1);
    }

    @Test
    void whatIsWrongIsSaid() throws IOException {
        String out = folder.resolve("out").toString();
        assertThat(run("--out", out, "--seed", "1", "--patients", "0")).isEqualTo(2);
        assertThat(run("--out", out, "--seed", "1", "--patients", "1", "--layout", "x"))
                .isEqualTo(2);
        assertThat(Path.of(out)).doesNotExist();
        Files.writeString(folder.resolve("note"), "");
        assertThat(run("--out", folder.toString(), "--seed", "1", "--patients", "1"))
                .isEqualTo(2);
        assertThat(said.toString())
                .contains(
                        "--patients must be 1 or more",
                        "--layout must be types or bundles.",
                        "The folder " + folder + " is not empty.");
    }

    @Test
    void helpHasAnExampleOfEachOption() {
        CommandLine command = new CommandLine(new GenerateCommand()).setUsageHelpWidth(400);
        String help = command.getUsageMessage();
        String examples = help.substring(help.indexOf("Examples:"));

        assertThat(command.getCommandSpec().options())
                .filteredOn(option -> !option.usageHelp() && !option.versionHelp())
                .allSatisfy(option -> assertThat(examples).contains(option.longestName()));
    }

    private Path generate(String name, String... options) {
        Path out = folder.resolve(name);
        String[] all = Stream.concat(Stream.of("--out", out.toString()), Stream.of(options))
                .toArray(String[]::new);
        assertThat(run(all)).isZero();
        return out;
    }

    private int run(String... options) {
        PrintWriter writer = new PrintWriter(said, true);
        return new CommandLine(new GenerateCommand())
                .setOut(writer)
                .setErr(writer)
                .setUsageHelpWidth(160)
                .execute(options);
    }

    private static JsonNode manifest(Path export) throws IOException {
        return CaseRecord.JSON.readTree(export.resolve("manifest.json").toFile());
    }

    private static List<String> lines(Path export, String type) throws IOException {
        return Files.readAllLines(export.resolve(type + ".ndjson"));
    }

    private static Set<String> ids(Path export) throws IOException {
        Set<String> ids = new HashSet<>();
        for (String type : List.of("Patient", "Observation", "Medication")) {
            for (String line : lines(export, type)) {
                ids.add(type + CaseRecord.JSON.readTree(line).path("id").asText());
            }
        }
        return ids;
    }

    private static Map<String, String> contents(Path export) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(export)) {
            for (Path file : files.toList()) {
                contents.put(file.getFileName().toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return contents;
    }

    private static long size(Path export) throws IOException {
        return contents(export).values().stream().mapToLong(String::length).sum();
    }
}
