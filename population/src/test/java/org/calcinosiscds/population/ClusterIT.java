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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.calcinosiscds.population.generate.GenerateCommand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * A cluster on loopback of a master and two workers answers as one process does, though one of its executors is killed, none of them can
 * see the folders of the contents, and they are in another time zone and language.
 */
class ClusterIT {
    private static final Pattern ADDRESS = Pattern.compile("spark://127\\.0\\.0\\.1:\\d+");
    private static final Pattern PATIENT = Pattern.compile("\\bp5-\\d+");
    private static final String AS_OF = "2026-11-21T09:00:00Z";

    /** Five JVMs on one machine: what each would compile for a long run takes longer than the run. */
    private static final String SHORT_RUN = "-XX:TieredStopAtLevel=1";

    private static final String ELSEWHERE = " -Duser.timezone=America/St_Johns -Duser.language=tr -Duser.country=TR";

    private static final String CALCIUM = "fhir-resources/value-set/ValueSet-lab-calcium-total.json";
    private static final String CODE = "\"17861-6\"";
    private static final String PHOSPHATE = "fhir-resources/value-set/ValueSet-lab-phosphate.json";
    private static final String CODE_OF_PHOSPHATE = "\"2777-1\"";

    private static final List<String> OPTIONS = List.of(
            "--as-of",
            AS_OF,
            "--batch",
            "2",
            "--partitions",
            "2",
            "--format",
            "parquet,ndjson",
            // Relative: executors work in another folder, where neither is.
            "--content",
            "content",
            "--compare",
            "other-content",
            "--scratch-key",
            "key");

    @TempDir
    static Path folder = Path.of("");

    private final List<Process> started = new ArrayList<>();
    private Path home = Path.of("");

    @Test
    void rowsAreThoseOfOneProcess() throws Exception {
        Path in = folder.resolve("in");
        new CommandLine(new GenerateCommand()).execute("--out", in.toString(), "--seed", "5", "--patients", "200");
        ContentCopy.write(folder.resolve("content"), CALCIUM, CODE, "\"none\"");
        ContentCopy.write(folder.resolve("other-content"), PHOSPHATE, CODE_OF_PHOSPHATE, "\"none\"");
        Files.writeString(folder.resolve("key"), "0123456789abcdef".repeat(4));
        home = SparkHome.in(folder.resolve("spark"));
        start("master", "org.apache.spark.deploy.master.Master", "--host", "127.0.0.1", "--port", "0");
        String master = address();
        List<Process> workers = new ArrayList<>();
        for (String name : List.of("first", "second")) {
            workers.add(start(
                    name,
                    "org.apache.spark.deploy.worker.Worker",
                    "--host",
                    "127.0.0.1",
                    "--cores",
                    "1",
                    "--memory",
                    "1g",
                    "--work-dir",
                    folder.resolve("work-" + name).toString(),
                    master));
        }
        Path out = folder.resolve("out");
        Process driver = start("driver", "org.apache.spark.deploy.SparkSubmit", submit(master, in, out));

        // All lines are read and sorted: the patients are being assessed.
        await(driver, () -> has(out.resolve(Journal.NAME), "\"step\":\"sorted\""));
        ProcessHandle executor =
                workers.stream().flatMap(Process::children).findFirst().orElseThrow();
        assertThat(executor.destroyForcibly()).isTrue();

        assertThat(driver.waitFor()).as(log("driver")).isLessThan(2);
        assertThat(log("driver")).contains("Lost executor");
        Path alone = folder.resolve("alone");
        assertThat(inOneProcess(in, alone).waitFor()).as(log("alone")).isLessThan(2);
        assertThat(manifest(out).path("rowsSha256")).isEqualTo(manifest(alone).path("rowsSha256"));
        assertThat(manifest(out).path("lines")).isEqualTo(manifest(alone).path("lines"));
        assertThat(manifest(out).path("contentSha256"))
                .isNotEqualTo(manifest(out).path("comparedContentSha256"));
        assertThat(Parquet.rows(out.resolve("changes")))
                .isNotEmpty()
                .hasToString(Parquet.rows(alone.resolve("changes")).toString());
        assertThat(logsThatNamePatients()).isEmpty();
    }

    /** Logs of the driver, the master and the workers, and what executors write. */
    private static List<Path> logsThatNamePatients() throws IOException {
        List<Path> naming = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(each ->
                            each.toString().endsWith(".log") || each.endsWith("stderr") || each.endsWith("stdout"))
                    .toList()) {
                if (PATIENT.matcher(Files.readString(file)).find()) {
                    naming.add(file);
                }
            }
        }
        return naming;
    }

    private static String[] submit(String master, Path in, Path out) {
        List<String> arguments = new ArrayList<>(List.of(
                "--master",
                master,
                "--conf",
                "spark.driver.host=127.0.0.1",
                "--conf",
                "spark.driver.bindAddress=127.0.0.1",
                "--conf",
                "spark.executor.memory=1g",
                "--conf",
                "spark.executor.extraJavaOptions=" + SHORT_RUN + ELSEWHERE,
                "--class",
                PopulationCommand.class.getName(),
                ClusterJarIT.JAR.toAbsolutePath().toString(),
                "--in",
                in.toString(),
                "--out",
                out.toString()));
        arguments.addAll(OPTIONS);
        return arguments.toArray(String[]::new);
    }

    private static Process inOneProcess(Path in, Path out) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--in", in.toString(), "--out", out.toString()));
        arguments.addAll(OPTIONS);
        return new Script(folder, folder.resolve("alone.log"), "1g").start("", arguments);
    }

    private Process start(String name, String main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m", SHORT_RUN));
        command.addAll(JvmFlags.required());
        command.addAll(List.of("-cp", home.resolve("jars") + "/*", main));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile());
        builder.environment().put("SPARK_HOME", home.toString());
        builder.environment().put("SPARK_SCALA_VERSION", "2.13");
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        builder.environment().put("SPARK_LOCAL_DIRS", folder.resolve("scratch").toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private String address() throws Exception {
        Path log = folder.resolve("master.log");
        await(started.get(0), () -> has(log, "spark://127.0.0.1:"));
        Matcher address = ADDRESS.matcher(Files.readString(log));
        assertThat(address.find()).isTrue();
        return address.group();
    }

    private static void await(Process process, BooleanSupplier state) throws Exception {
        while (!state.getAsBoolean()) {
            assertThat(process.isAlive()).as(log("driver")).isTrue();
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static boolean has(Path file, String text) {
        try {
            return Files.exists(file) && Files.readString(file).contains(text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String log(String name) throws IOException {
        Path log = folder.resolve(name + ".log");
        return Files.exists(log) ? Files.readString(log) : "";
    }

    private static JsonNode manifest(Path out) throws IOException {
        return new ObjectMapper().readTree(out.resolve("manifest.json").toFile());
    }

    @AfterEach
    void stop() throws InterruptedException {
        for (Process process : started) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
    }
}
