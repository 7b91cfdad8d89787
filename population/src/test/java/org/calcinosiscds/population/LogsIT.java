package org.calcinosiscds.population;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.population.generate.GenerateCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What Spark writes and shows of a run, when it is asked for, has neither ids nor codes nor names of the records. */
class LogsIT {
    private static final List<String> PAGES = List.of(
            "jobs/",
            "stages/",
            "storage/",
            "environment/",
            "executors/",
            "SQL/",
            "SQL/execution/?id=0",
            "api/v1/applications");

    @TempDir
    static Path folder = Path.of("");

    @Test
    void neitherLogNorPageTellsOfRecords() throws Exception {
        Path in = folder.resolve("in");
        new CommandLine(new GenerateCommand()).execute("--out", in.toString(), "--seed", "7", "--patients", "60");
        Files.write(folder.resolve("ids"), ids(in));
        Path events = Files.createDirectories(folder.resolve("events"));
        int port = freePort();
        Path log = folder.resolve("log");
        Path out = folder.resolve("out");

        Process process = new Script(folder, log, "1g")
                .start(
                        "-Dspark.eventLog.enabled=true -Dspark.eventLog.compress=false -Dspark.eventLog.dir="
                                + events.toUri() + " -Dspark.ui.enabled=true -Dspark.ui.port=" + port,
                        List.of(
                                "--in",
                                "in",
                                "--out",
                                "out",
                                "--as-of",
                                "2026-11-21T09:00:00Z",
                                "--subjects",
                                "ids",
                                "--max-errors",
                                "5%",
                                "--batch",
                                "3"));
        Map<String, String> seen = pages(process, out, port);

        assertThat(process.waitFor()).as(Files.readString(log)).isLessThan(2);
        assertThat(seen.keySet()).containsAll(PAGES);
        seen.put("log", Files.readString(log));
        try (Stream<Path> files = Files.walk(events)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                seen.put("events", seen.getOrDefault("events", "") + Files.readString(file));
            }
        }
        for (String name : List.of("summary.json", "manifest.json", "progress.json")) {
            seen.put(name, Files.readString(out.resolve(name)));
        }
        assertThat(seen.get("events")).contains("SparkListenerSQLExecutionStart", "SparkListenerTaskEnd");
        TreeSet<String> secrets = secrets(in);
        assertThat(secrets).hasSizeGreaterThan(200);
        seen.forEach((where, text) -> assertThat(
                        secrets.stream().filter(text::contains).toList())
                .as(where)
                .isEmpty());
    }

    /** Each page as it was when it was last asked for; the first ones while patients are assessed. */
    private static Map<String, String> pages(Process process, Path out, int port) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        Map<String, String> seen = new LinkedHashMap<>();
        while (process.isAlive()) {
            if (Files.exists(out.resolve(Journal.NAME))
                    && Files.readString(out.resolve(Journal.NAME)).contains("\"step\":\"sorted\"")) {
                for (String page : PAGES) {
                    URI address = URI.create("http://127.0.0.1:" + port + "/" + page);
                    try {
                        var answer = client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
                        if (answer.statusCode() == 200) {
                            seen.put(page, answer.body());
                        }
                    } catch (IOException e) {
                        // It has ended.
                    }
                }
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return seen;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static List<String> ids(Path in) throws IOException {
        List<String> ids = new ArrayList<>();
        for (JsonNode patient : resources(in.resolve("Patient.ndjson"))) {
            ids.add(patient.path("id").asText());
        }
        return ids.stream().filter(id -> !id.isEmpty()).distinct().toList();
    }

    /** Ids, codes and their names. Not those that are a word or a number, which stand there for another reason. */
    private static TreeSet<String> secrets(Path in) throws IOException {
        TreeSet<String> secrets = new TreeSet<>();
        try (Stream<Path> files = Files.list(in)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".ndjson")).toList()) {
                for (JsonNode resource : resources(file)) {
                    secrets.add(resource.path("id").asText());
                    resource.findValues("coding")
                            .forEach(codings -> codings.forEach(coding -> {
                                secrets.add(coding.path("code").asText());
                                secrets.add(coding.path("display").asText());
                            }));
                }
            }
        }
        return secrets.stream()
                .filter(each -> each.length() >= 5 && each.matches(".*[0-9].*") && !each.matches("[0-9]+")
                        || each.length() >= 15)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<JsonNode> resources(Path file) throws IOException {
        List<JsonNode> resources = new ArrayList<>();
        for (String line : new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1)
                .lines()
                .toList()) {
            try {
                resources.add(new ObjectMapper().readTree(line));
            } catch (IOException e) {
                // A flawed line.
            }
        }
        return resources;
    }
}
