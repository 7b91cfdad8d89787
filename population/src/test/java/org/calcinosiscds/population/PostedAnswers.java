package org.calcinosiscds.population;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** What {@code POST /fhir/$assess} of the service, started from its jar on loopback, answers to an export sorted by patient. */
final class PostedAnswers {
    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");
    private static final Pattern PATIENT = Pattern.compile("\"reference\" ?: ?\"Patient/([^\"/]+)\"");
    private static final ObjectMapper JSON = new ObjectMapper();

    private PostedAnswers() {}

    /** @param folder for files of the test @param exports folders with files of NDJSON */
    static Answers of(Path folder, Path jar, List<Path> exports, String asOf) throws Exception {
        Path sorted = folder.resolve("sorted.ndjson");
        sort(exports, sorted);
        Path log = folder.resolve("service.log");
        Process service = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        jar.toAbsolutePath().toString(),
                        "--server.address=127.0.0.1",
                        "--server.port=0",
                        "--calcinosis.store.url=none")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            return Answers.of(post(port(service, log), "/fhir/$assess?asOf=" + asOf, sorted));
        } finally {
            service.destroyForcibly().waitFor();
        }
    }

    /** Answers come while lines are still sent, so both are done at the same time, which the client of the JDK does not do. */
    private static List<String> post(int port, String address, Path body) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
                try {
                    OutputStream out = socket.getOutputStream();
                    // Of version 1.0, so that the answer ends with the connection and is not in chunks.
                    out.write(
                            "POST %s HTTP/1.0\r\nHost: localhost\r\nContent-Type: application/fhir+ndjson\r\nContent-Length: %d\r\n\r\n"
                                    .formatted(address, Files.size(body))
                                    .getBytes(StandardCharsets.US_ASCII));
                    Files.copy(body, out);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            List<String> answer = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .lines()
                    .toList();
            sent.get();
            assertThat(answer.get(0)).contains(" 200");
            return answer.subList(answer.indexOf("") + 1, answer.size());
        }
    }

    private static int port(Process service, Path log) throws Exception {
        while (true) {
            Matcher port = PORT.matcher(Files.readString(log));
            if (port.find()) {
                return Integer.parseInt(port.group(1));
            }
            assertThat(service.isAlive()).as(Files.readString(log)).isTrue();
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /** Lines that name no patient come first, such as those to which others refer. Bytes stay what they are. */
    private static void sort(List<Path> exports, Path sorted) throws IOException {
        Map<String, List<String>> byPatient = new LinkedHashMap<>();
        byPatient.put("", new ArrayList<>());
        for (Path export : exports) {
            try (Stream<Path> files = Files.list(export)) {
                for (Path file : files.filter(each -> each.toString().contains(".ndjson"))
                        .sorted()
                        .toList()) {
                    for (String line : lines(file)) {
                        byPatient
                                .computeIfAbsent(patient(line), key -> new ArrayList<>())
                                .add(line);
                    }
                }
            }
        }
        try (OutputStream out = Files.newOutputStream(sorted)) {
            for (List<String> lines : byPatient.values()) {
                out.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.ISO_8859_1));
            }
        }
    }

    private static String patient(String line) throws IOException {
        if (line.startsWith("{\"resourceType\":\"Patient\"")) {
            return JSON.readTree(line).path("id").asText();
        }
        Matcher named = PATIENT.matcher(line);
        return named.find() ? named.group(1) : "";
    }

    private static List<String> lines(Path file) throws IOException {
        try (InputStream stored = Files.newInputStream(file);
                InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(stored) : stored) {
            return new String(plain.readAllBytes(), StandardCharsets.ISO_8859_1)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
        }
    }
}
