package org.calcinosiscds.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.calcinosiscds.client.ClientSettings.OnStoreFailure;
import org.calcinosiscds.limit.FairSemaphore;
import org.calcinosiscds.record.Fhir;
import org.calcinosiscds.time.Deadline;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When the signature of a token is verified while calls of its client take the processors. */
class SignatureTurnTests {
    private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");
    private static final String PATH = "/cds-services/calcinosis-patient-view";

    private final FairSemaphore processors = new FairSemaphore(1);

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void itWaitsForAProcessorUnlessTheCallIsInterrupted(boolean isInterrupted) throws Exception {
        TokenVerifier verifier = verifier();
        String token = ClientTrustTests.NORTH.token(PATH, NOW);
        assertThat(processors.acquire("ehr", Deadline.NONE)).isTrue();
        FutureTask<CdsClient> call = new FutureTask<>(() -> verifier.verify(token, new CalledEndpoint(PATH)));
        Thread thread = new Thread(call);
        thread.start();
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            assertThat(call).isNotDone();
            Thread.onSpinWait();
        }
        if (isInterrupted) {
            thread.interrupt();
            assertThat(call.get().name()).isEqualTo("ehr");
        }
        processors.release();
        assertThat(call.get().name()).isEqualTo("ehr");
        assertThat(processors.acquire("other", Deadline.NONE)).isTrue();
    }

    private TokenVerifier verifier() {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        return new TokenVerifier(
                ClientTrustTests.clients(Map.of(
                        "issuer", TokenMaker.ISSUER, "jwks-url", "https://north.example.org/jwks", "deadline", "1m")),
                Fhir.GUARD,
                new TokenReplayCache(
                        clock, System::nanoTime, null, OnStoreFailure.ACCEPT, 1000, new SimpleMeterRegistry()),
                processors,
                clock);
    }
}
