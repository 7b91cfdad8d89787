package org.calcinosiscds.fault;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The service on a free port of loopback, in a process of its own. */
final class ServiceProcess implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(3);
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin");
    private static final Pattern HEAP = Pattern.compile("jvm_memory_used_bytes\\{area=\"heap\".*} (\\S+)");

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    final int port = freePort();
    final int management = freePort();

    /** With 512 MB of heap and a store of its own. */
    ServiceProcess(Path folder, String... settings) throws IOException, InterruptedException {
        this("512m", "jdbc:sqlite:" + folder.resolve("store.db"), folder, settings);
    }

    /** @param heap as {@code -Xmx} takes it */
    ServiceProcess(String heap, String store, Path folder, String... settings)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                JAVA.resolve("java").toString(),
                "-Xmx" + heap,
                "-cp",
                System.getProperty("java.class.path"),
                "org.calcinosiscds.Application",
                "--spring.config.location=file:src/main/resources/application.yaml",
                "--server.port=" + port,
                "--management.server.port=" + management,
                "--calcinosis.store.url=" + store));
        command.addAll(Arrays.asList(settings));
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(folder.resolve("service.log").toFile()))
                .start();
        long end = System.nanoTime() + START.toNanos();
        while (!isReady()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                process.destroyForcibly();
                throw new IllegalStateException("The service did not become ready; its log is in " + folder);
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** @param name of a signal, such as {@code STOP} */
    void signal(String name) throws IOException, InterruptedException {
        int result = new ProcessBuilder("kill", "-" + name, "" + process.pid())
                .start()
                .waitFor();
        if (result != 0) {
            throw new IllegalStateException("The signal could not be sent.");
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    boolean isReady() throws InterruptedException {
        try {
            return client.send(
                                    HttpRequest.newBuilder(URI.create(
                                                    "http://localhost:" + management + "/actuator/health/readiness"))
                                            .timeout(Duration.ofSeconds(2))
                                            .build(),
                                    BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        }
    }

    String get(int ofPort, String path) throws IOException, InterruptedException {
        return client.send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + ofPort + path))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    /** Bytes of the heap after a collection. */
    long liveHeap() throws IOException, InterruptedException {
        new ProcessBuilder(JAVA.resolve("jcmd").toString(), "" + process.pid(), "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(Redirect.DISCARD)
                .start()
                .waitFor();
        Matcher heap = HEAP.matcher(get(management, "/actuator/prometheus"));
        return (long) heap.results()
                .mapToDouble(each -> Double.parseDouble(each.group(1)))
                .sum();
    }

    /** Seconds of processor time so far. */
    double cpuSeconds() {
        return process.info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
    }

    long threads() throws IOException {
        return entries("task");
    }

    /** Open files and connections. */
    long descriptors() throws IOException {
        return entries("fd");
    }

    private long entries(String what) throws IOException {
        try (Stream<Path> entries = Files.list(Path.of("/proc", "" + process.pid(), what))) {
            return entries.count();
        }
    }

    @Override
    public void close() {
        try {
            process.destroy();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
