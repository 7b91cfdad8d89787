package org.calcinosiscds.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as a process of its own that is asked to end while it is called, behind what asks for readiness as a load balancer does. */
class ShutdownIT {
    private static final int CALLERS = 4;
    private static final int POOLED = 16;

    private final HttpClient client = HttpClient.newHttpClient();
    private final ExecutorService callers = Executors.newFixedThreadPool(POOLED);
    private final byte[] body = Files.readAllBytes(Path.of("fhir-resources/tests/requests/patient-view-dialysis.json"));

    @TempDir
    private Path folder;

    private int port;
    private Process service;

    ShutdownIT() throws IOException {}

    @BeforeEach
    void start() throws Exception {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        service = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.calcinosiscds.Application",
                        "--server.port=" + port,
                        "--management.server.port=0",
                        "--calcinosis.open.deadline=60s",
                        "--calcinosis.evaluation.max-wait=30s",
                        "--calcinosis.evaluation.max-time=30s",
                        "--calcinosis.admission.shutdown-delay=3s",
                        "--calcinosis.store.url=jdbc:sqlite:" + folder.resolve("store.db"))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(folder.resolve("service.log").toFile()))
                .start();
        long end = System.nanoTime() + Duration.ofMinutes(3).toNanos();
        while (!isReady() && System.nanoTime() < end) {
            assertThat(service.isAlive()).as("the service while it starts").isTrue();
            Thread.sleep(100);
        }
    }

    @AfterEach
    void end() {
        callers.shutdownNow();
        service.destroyForcibly();
    }

    @Test
    void everyCallThatWasTakenIsAnsweredAndTheProcessEnds() throws Exception {
        // The first call takes long on a busy machine.
        assertThat(call()).isEqualTo(200);
        CountDownLatch calledTwice = new CountDownLatch(CALLERS);
        List<Future<List<Integer>>> answers = new ArrayList<>();
        for (int caller = 0; caller < CALLERS; caller++) {
            answers.add(callers.submit(() -> callWhileReady(calledTwice)));
        }
        try (Socket slow = begin()) {
            assertThat(calledTwice.await(60, TimeUnit.SECONDS)).isTrue();
            service.destroy();

            for (Future<List<Integer>> each : answers) {
                assertThat(each.get(60, TimeUnit.SECONDS)).hasSizeGreaterThan(1).containsOnly(200);
            }
            assertThat(isReady()).isFalse();
            slow.getOutputStream().write(body, body.length / 2, body.length - body.length / 2);
            slow.getOutputStream().flush();

            assertThat(new String(slow.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 200")
                    .contains("\"cards\":[{");
        }
        assertThat(service.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(folder.resolve("service.log"))).doesNotContain(" ERROR ");
    }

    @Test
    void pooledConnectionsAreToldToCloseAndLoseNoCall() throws Exception {
        CountDownLatch calledTwice = new CountDownLatch(POOLED);
        List<Future<Integer>> callers = new ArrayList<>();
        for (int connection = 0; connection < POOLED; connection++) {
            callers.add(this.callers.submit(() -> callUntilToldToClose(calledTwice)));
        }
        assertThat(calledTwice.await(60, TimeUnit.SECONDS)).isTrue();
        service.destroy();

        for (Future<Integer> each : callers) {
            assertThat(each.get(60, TimeUnit.SECONDS))
                    .as("calls on one connection")
                    .isGreaterThan(1);
        }
        assertThat(service.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    /** Calls on one connection until an answer says that it is the last. */
    private int callUntilToldToClose(CountDownLatch calledTwice) throws IOException, InterruptedException {
        String request = "GET /cds-services HTTP/1.1\r\nHost: localhost\r\n\r\n";
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(30_000);
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            for (int calls = 1; ; calls++) {
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                String head = head(in);
                assertThat(head).startsWith("HTTP/1.1 200");
                if (head.contains("Connection: close")) {
                    return calls;
                }
                readBody(in, head);
                if (calls == 2) {
                    calledTwice.countDown();
                }
                Thread.sleep(100);
            }
        }
    }

    private static void readBody(DataInputStream in, String head) throws IOException {
        Matcher length = Pattern.compile("Content-Length: (\\d+)").matcher(head);
        if (length.find()) {
            in.readNBytes(Integer.parseInt(length.group(1)));
            return;
        }
        for (int size = -1; size != 0; ) {
            String line = line(in);
            size = Integer.parseInt(line, 16);
            in.readNBytes(size + 2);
        }
    }

    private static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (char next = (char) in.readUnsignedByte(); next != '\n'; next = (char) in.readUnsignedByte()) {
            line.append(next);
        }
        return line.toString().strip();
    }

    private static String head(DataInputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    /** A call whose body has arrived by half when shutdown begins. */
    private Socket begin() throws IOException {
        Socket socket = new Socket("localhost", port);
        socket.getOutputStream()
                .write("""
                        POST %s HTTP/1.1\r
                        Host: localhost\r
                        Content-Type: application/json\r
                        Content-Length: %d\r
                        Connection: close\r
                        \r
                        """.formatted(HookTest.SERVICE, body.length).getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(body, 0, body.length / 2);
        socket.getOutputStream().flush();
        return socket;
    }

    private List<Integer> callWhileReady(CountDownLatch calledTwice) throws IOException, InterruptedException {
        List<Integer> answers = new ArrayList<>();
        while (isReady()) {
            answers.add(call());
            if (answers.size() == 2) {
                calledTwice.countDown();
            }
        }
        return answers;
    }

    private int call() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + HookTest.SERVICE))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        return client.send(request, BodyHandlers.ofString()).statusCode();
    }

    private boolean isReady() throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + port + "/actuator/health/readiness"))
                .build();
        try {
            return client.send(request, BodyHandlers.ofString()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }
}
