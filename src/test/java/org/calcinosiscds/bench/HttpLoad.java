package org.calcinosiscds.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Calls the packaged service over loopback at fixed rates, whether or not it keeps up, and measures each answer from the moment its
 * request was due: a stall counts for every request that had to wait. Ends by itself when the rates are through or one is too high.
 */
final class HttpLoad {
    private static final int MAX_IN_FLIGHT = 512;
    private static final Duration START = Duration.ofSeconds(120);
    private static final String SERVICE = "/cds-services/calcinosis-patient-view";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI base;

    /**
     * What one rate gave.
     *
     * @param rate requests due in a second
     * @param answered answers with the card, in a second
     * @param failed requests without it: refused, wrong or never sent because too many were under way
     * @param p50 milliseconds from due to answered, like the others
     */
    record Step(int rate, double answered, int failed, double p50, double p90, double p99, double longest) {
        boolean keptUp() {
            return failed == 0 && answered > 0.95 * rate;
        }
    }

    /** @param readyMillis from the start of the process to ready and warm */
    record Report(int observations, int bytes, long readyMillis, List<Step> steps) {}

    private HttpLoad(int port) {
        this.base = URI.create("http://localhost:" + port);
    }

    /** Starts the jar on a free port, loads it, stops it. */
    static Report run(Path jar, Path log, int[] rates, Duration each) throws IOException, InterruptedException {
        int port = freePort();
        long begin = System.nanoTime();
        Process service = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-jar",
                        jar.toString(),
                        "--server.port=" + port)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            HttpLoad load = new HttpLoad(port);
            load.awaitReady(service);
            long ready = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
            String body = HookCall.body(load.get("/cds-services").body());
            load.step(body, 50, each.plus(each));
            List<Step> steps = new ArrayList<>();
            for (int rate : rates) {
                Step step = load.step(body, rate, each);
                steps.add(step);
                if (!step.keptUp()) {
                    break;
                }
            }
            return new Report(HookCall.OBSERVATIONS, body.length(), ready, steps);
        } finally {
            service.destroy();
            if (!service.waitFor(30, TimeUnit.SECONDS)) {
                service.destroyForcibly();
            }
        }
    }

    private void awaitReady(Process service) throws InterruptedException {
        long until = System.nanoTime() + START.toNanos();
        while (System.nanoTime() < until && service.isAlive()) {
            try {
                if (get("/actuator/health/readiness").statusCode() == 200) {
                    return;
                }
            } catch (IOException e) {
                // Not listening yet.
            }
            Thread.sleep(50);
        }
        throw new IllegalStateException("The service did not become ready; see its log in target/bench.");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(base.resolve(path)).build(), BodyHandlers.ofString());
    }

    private Step step(String body, int rate, Duration each) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(base.resolve(SERVICE))
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(10))
                .POST(BodyPublishers.ofString(body))
                .build();
        int count = Math.toIntExact(rate * each.toSeconds());
        long[] nanos = new long[count];
        AtomicInteger answered = new AtomicInteger();
        Semaphore free = new Semaphore(MAX_IN_FLIGHT);
        long begin = System.nanoTime();
        for (int i = 0; i < count; i++) {
            long due = begin + i * 1_000_000_000L / rate;
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            if (free.tryAcquire()) {
                client.sendAsync(request, BodyHandlers.ofString()).whenComplete((response, failure) -> {
                    long taken = System.nanoTime() - due;
                    if (failure == null
                            && response.statusCode() == 200
                            && response.body().contains("71.4 mg2/dL2")) {
                        nanos[answered.getAndIncrement()] = taken;
                    }
                    free.release();
                });
            }
        }
        free.acquire(MAX_IN_FLIGHT);
        double seconds = (System.nanoTime() - begin) / 1e9;
        long[] sorted = Arrays.copyOf(nanos, answered.get());
        Arrays.sort(sorted);
        return new Step(
                rate,
                sorted.length / seconds,
                count - sorted.length,
                percentile(sorted, 0.50),
                percentile(sorted, 0.90),
                percentile(sorted, 0.99),
                percentile(sorted, 1));
    }

    /** In milliseconds; NaN when nothing was answered. */
    private static double percentile(long[] sorted, double share) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.ceil(share * sorted.length) - 1] / 1e6;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
