package org.calcinosiscds.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.calcinosiscds.client.TokenMaker;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One client calls far more often than the service can answer; another calls ten times a second. */
@Tag("fault")
class FloodingClientTests {
    private static final TokenMaker KEY = TokenMaker.es384("key");
    private static final int RATE = 10;
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
                "--calcinosis.clients[0].keys=file:" + keys,
                "--calcinosis.clients[1].name=flooding",
                "--calcinosis.clients[1].issuer=flooding",
                "--calcinosis.clients[1].keys=file:" + keys)) {
            PatientCalls calls = new PatientCalls(service);
            Duration time = Duration.ofSeconds(Length.of(30, 120));
            load(calls, "quiet").run(50, Duration.ofSeconds(15));
            Load.Figures alone = load(calls, "quiet").run(RATE, time);
            CompletableFuture<Load.Figures> flood = CompletableFuture.supplyAsync(() -> {
                try {
                    return load(calls, "flooding").run(FLOOD, time.plusSeconds(5));
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            Thread.sleep(2000);
            Load.Figures beside = load(calls, "quiet").run(RATE, time);

            FigureFile.row(
                    "one client floods with %d calls/s, the other calls %d times/s".formatted(FLOOD, RATE),
                    "p99 of the other %.1f ms alone, %.1f ms beside; its statuses %s; those of the flood %s, not sent %d",
                    alone.p99(),
                    beside.p99(),
                    beside.statuses(),
                    flood.get().statuses(),
                    flood.get().unsent());
            assertThat(beside.statuses().keySet()).isSubsetOf(Length.GOOD);
            assertThat(service.get(service.management, "/actuator/prometheus"))
                    .doesNotContain("calcinosis_shares_exceeded_total{client=\"quiet\"");
        }
    }

    private static Load load(PatientCalls calls, String issuer) {
        return new Load(number -> calls.about(number)
                .header("Authorization", "Bearer " + KEY.token(PatientCalls.SERVICE, Instant.now(), issuer))
                .build());
    }
}
