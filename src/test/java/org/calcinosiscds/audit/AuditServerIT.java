package org.calcinosiscds.audit;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.created;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.calcinosiscds.outbound.OutboundClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

class AuditServerIT {
    private static final OutboundClient OUTBOUND = new OutboundClient();
    private static final AuditEvents EVENTS = new AuditEvents(FhirContext.forR4Cached());

    @RegisterExtension
    static final WireMockExtension SERVER = WireMockExtension.newInstance()
            .options(WireMockConfiguration.options().dynamicPort())
            .configureStaticDsl(false)
            .build();

    private static AuditServer to(String url) {
        return new AuditServer(new AuditSettings("", DataSize.ofBytes(1), 1, url, "secret", false), OUTBOUND);
    }

    @Test
    void eventsArriveInOrderWithTheToken() throws Exception {
        SERVER.stubFor(post("/fhir/AuditEvent").willReturn(created()));
        AuditServer server = to(SERVER.baseUrl() + "/fhir/");
        for (int patient = 1; patient <= 3; patient++) {
            server.write(EVENTS.json(SampleDecision.about("p" + patient)));
        }
        server.close();

        List<LoggedRequest> received = SERVER.findAll(postRequestedFor(urlEqualTo("/fhir/AuditEvent"))
                .withHeader("Content-Type", equalTo("application/fhir+json"))
                .withHeader("Authorization", equalTo("Bearer secret")));
        assertThat(received)
                .extracting(LoggedRequest::getBodyAsString)
                .containsExactly(
                        EVENTS.json(SampleDecision.about("p1")),
                        EVENTS.json(SampleDecision.about("p2")),
                        EVENTS.json(SampleDecision.about("p3")));
        assertThat(server.lost()).isZero();
    }

    @Test
    void eventIsSentAgainUntilTheServerTakesIt() throws Exception {
        failFirst(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER), "again");
        SERVER.stubFor(post("/AuditEvent")
                .inScenario("retry")
                .whenScenarioStateIs("again")
                .willReturn(aResponse().withStatus(503))
                .willSetStateTo("well"));
        SERVER.stubFor(post("/AuditEvent")
                .inScenario("retry")
                .whenScenarioStateIs("well")
                .willReturn(created()));
        AuditServer server = to(SERVER.baseUrl());

        server.write("{\"n\":1}");
        waitUntil(() -> requests() == 3);
        server.close();

        assertThat(server.lost()).isZero();
    }

    private static void failFirst(
            com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder failure, String then) {
        SERVER.stubFor(post("/AuditEvent")
                .inScenario("retry")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(failure)
                .willSetStateTo(then));
    }

    @Test
    void whatTheServerRefusesIsCountedAndDoesNotHoldUpTheRest() throws Exception {
        failFirst(aResponse().withStatus(422), "well");
        SERVER.stubFor(post("/AuditEvent")
                .inScenario("retry")
                .whenScenarioStateIs("well")
                .willReturn(created()));
        AuditServer server = to(SERVER.baseUrl());

        server.write("{\"n\":1}");
        server.write("{\"n\":2}");
        waitUntil(() -> requests() == 2);
        server.close();

        assertThat(server.lost()).isEqualTo(1);
    }

    /** A decision waits for nobody: the connection is taken and nothing is ever said on it. */
    @Test
    void serverThatSaysNothingHoldsUpNobodyAndWhatIsTooMuchIsCounted() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            AuditServer server = to("http://localhost:" + silent.getLocalPort());
            int more = 100;
            for (int event = 0; event < AuditServer.MAX_WAITING + more; event++) {
                server.write("{}");
            }

            // One may be under way.
            assertThat(server.lost()).isBetween(more - 1L, (long) more);

            server.close();
            assertThat(server.lost()).isEqualTo(AuditServer.MAX_WAITING + more);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://audit.example.org/fhir", "ftp://localhost", "https://", "https://user:x@host", "fhir"})
    void addressThatWouldCarryPatientsInTheClearOrIsNoneStopsTheStart(String url) {
        assertThatThrownBy(() -> to(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("calcinosis.audit.fhir-server must ");
    }

    /** The name of an audit server may lead elsewhere than its owner thinks: to a private address only if the settings say so. */
    @Test
    void eventGoesToAnAddressOfThisMachineOnlyIfTheSettingsSaySo() throws Exception {
        SERVER.stubFor(post("/AuditEvent").willReturn(created()));
        String url = "https://localhost:" + SERVER.getPort();
        AuditServer server = to(url);

        server.write("{}");
        Thread.sleep(500);
        server.close();

        assertThat(server.lost()).isEqualTo(1);
        assertThat(requests()).isZero();
    }

    private static int requests() {
        return SERVER.findAll(postRequestedFor(urlEqualTo("/AuditEvent"))).size();
    }

    private static void waitUntil(BooleanSupplier done) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!done.getAsBoolean() && System.nanoTime() < end) {
            Thread.sleep(20);
        }
        assertThat(done.getAsBoolean()).isTrue();
    }
}
