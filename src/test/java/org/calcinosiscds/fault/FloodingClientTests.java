package org.calcinosiscds.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.calcinosiscds.client.TokenMaker;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One client calls far more often than the service can answer; another calls ten times a second. They wait as long as callers without a
 * token do in the other runs: with the 450 ms of usual clients, pauses of a process that shares its processors (350 ms were seen until
 * all threads stood still and the young generation was collected) are refusals for time, which say nothing of shares.
 */
@Tag("fault")
class FloodingClientTests {
    private static final TokenMaker KEY = TokenMaker.es384("key");
    private static final int RATE = 10;
    private static final int CALLS_TO_WARM_UP = Length.of(4000, 12_000);
    private static final int FLOOD = Integer.getInteger("fault.flood.rate", 400);

    @TempDir
    private Path folder;

    @Test
    void clientIsAnsweredWhileAnotherFloods() throws Exception {
        Path keys = Files.writeString(folder.resolve("keys.json"), TokenMaker.jwks(KEY));
        try (ServiceProcess service = new ServiceProcess(
                folder,
                "--calcinosis.public-url=" + TokenMaker.PUBLIC_URL,
                "--calcinosis.clients[0].name=quiet",
                "--calcinosis.clients[0].issuer=quiet",
                "--calcinosis.clients[0].deadline=2s",
                "--calcinosis.clients[0].keys=file:" + keys,
                "--calcinosis.clients[1].name=flooding",
                "--calcinosis.clients[1].issuer=flooding",
                "--calcinosis.clients[1].deadline=2s",
                "--calcinosis.clients[1].keys=file:" + keys)) {
            PatientCalls calls = new PatientCalls(service);
            Duration time = Duration.ofSeconds(Length.of(30, 60));
            load(calls, "quiet", CALLS_TO_WARM_UP).run(100, Duration.ofSeconds(CALLS_TO_WARM_UP / 100));
            Load ofQuiet = load(calls, "quiet", RATE * time.toSeconds());
            Load ofQuietBeside = load(calls, "quiet", RATE * time.toSeconds());
            Load ofFlood = load(calls, "flooding", FLOOD * (time.toSeconds() + 5));
            Load.Figures alone = ofQuiet.run(RATE, time);
            String refusedBefore = refusalsOfQuiet(service);
            CompletableFuture<Load.Figures> flood = CompletableFuture.supplyAsync(() -> {
                try {
                    return ofFlood.run(FLOOD, time.plusSeconds(5));
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            Thread.sleep(2000);
            Load.Figures beside = ofQuietBeside.run(RATE, time);

            String refusedAfter = refusalsOfQuiet(service);

            FigureFile.row(
                    "one client floods with %d calls/s, the other calls %d times/s".formatted(FLOOD, RATE),
                    "p99 of the other %.1f ms alone, %.1f ms beside; its statuses %s; those of the flood %s, not sent %d",
                    alone.p99(),
                    beside.p99(),
                    beside.statuses(),
                    flood.get().statuses(),
                    flood.get().unsent());
            assertThat(refusedAfter).isEqualTo(refusedBefore);
            assertThat(beside.statuses().keySet()).isSubsetOf(Length.GOOD);
        }
    }

    /** The lines of the metrics that say why; empty while there was none. Calls may be refused while the service warms up. */
    private static String refusalsOfQuiet(ServiceProcess service) throws Exception {
        return service.get(service.management, "/actuator/prometheus")
                .lines()
                .filter(line -> line.matches("calcinosis_(shares_exceeded|hooks_late)_total\\{client=\"quiet\".*"))
                .collect(Collectors.joining("\n"));
    }

    /** Its tokens are signed beforehand: signing takes as much of the processors as answering. */
    private static Load load(PatientCalls calls, String issuer, long count) {
        List<HttpRequest> requests = IntStream.range(0, Math.toIntExact(count))
                .mapToObj(number -> calls.about(number)
                        .header("Authorization", "Bearer " + KEY.token(PatientCalls.SERVICE, Instant.now(), issuer))
                        .build())
                .toList();
        return new Load(requests::get);
    }
}
