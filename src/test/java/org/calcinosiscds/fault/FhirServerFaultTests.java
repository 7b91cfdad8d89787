package org.calcinosiscds.fault;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A FHIR server fails in every way while it is needed; calls that bring their data are answered meanwhile, and all are afterwards. */
@Tag("fault")
class FhirServerFaultTests {
    private static final int CALLS = Length.of(200, 200);
    private static final int RATE = 20;
    private static final String NO_RESULTS = "{\"resourceType\":\"Bundle\",\"type\":\"searchset\"}";

    private final WireMockServer server = new WireMockServer(
            WireMockConfiguration.options().dynamicPort().containerThreads(100).asynchronousResponseEnabled(true));

    @TempDir
    private Path folder;

    private static Map<String, ResponseDefinitionBuilder> faults() {
        Map<String, ResponseDefinitionBuilder> faults = new LinkedHashMap<>();
        faults.put("2 s of latency", aResponse().withBody(NO_RESULTS).withFixedDelay(2000));
        faults.put("a byte now and then", aResponse().withBody(NO_RESULTS).withChunkedDribbleDelay(50, 60_000));
        faults.put("never an answer", aResponse().withFixedDelay(600_000));
        faults.put("status 500", aResponse().withStatus(500));
        faults.put("status 401", aResponse().withStatus(401));
        faults.put("status 404", aResponse().withStatus(404));
        faults.put("reset", aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
        faults.put("reset in the body", aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK));
        faults.put("empty answer", aResponse().withFault(Fault.EMPTY_RESPONSE));
        faults.put("garbage", aResponse().withBody("<html>Log in</html>"));
        faults.put(
                "endless pages",
                aResponse()
                        .withBody(
                                "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"link\":[{\"relation\":\"next\",\"url\":\"Observation?patient=p\"}]}"));
        return faults;
    }

    @Test
    void callsThatNeedNoServerAreAnsweredAndTheOthersAfterTheFault() throws Exception {
        server.start();
        try (ServiceProcess service =
                new ServiceProcess(folder, "--calcinosis.open.degraded-card=false", "--calcinosis.open.deadline=1s")) {
            PatientCalls calls = new PatientCalls(service);
            new Load(number -> calls.about(number).build()).run(50, Duration.ofSeconds(15));
            for (Map.Entry<String, ResponseDefinitionBuilder> fault : faults().entrySet()) {
                server.resetAll();
                server.stubFor(any(anyUrl()).willReturn(fault.getValue()));
                Load.Figures during = new Load(
                                number -> number % 2 == 0 ? calls.about(number).build() : bare(service, number))
                        .run(RATE, Duration.ofSeconds(CALLS / RATE));
                Load.Figures after =
                        new Load(number -> calls.about(number).build()).run(RATE, Duration.ofSeconds(CALLS / RATE));
                FigureFile.row(
                        "FHIR server: " + fault.getKey(),
                        "during: statuses %s, p99 of 200 %.0f ms; after: %s, p99 %.0f ms",
                        during.statuses(),
                        during.p99(),
                        after.statuses(),
                        after.p99());

                assertThat(during.statuses().keySet()).as(fault.getKey()).isSubsetOf(200, 412, 503);
                assertThat(during.good()).as(fault.getKey()).isPositive();
                assertThat(after.statuses().keySet()).as(fault.getKey()).isSubsetOf(Length.GOOD);
            }
        } finally {
            server.stop();
        }
    }

    /** A call that brings no data at all. */
    private HttpRequest bare(ServiceProcess service, int patient) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + service.port + PatientCalls.SERVICE))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("""
                        {"hook":"patient-view","hookInstance":"d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",\
                        "fhirServer":"http://localhost:%d/fhir",\
                        "context":{"userId":"Practitioner/x","patientId":"p%d"}}""".formatted(server.port(), patient)))
                .build();
    }
}
