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
import java.nio.charset.StandardCharsets;
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
    private static final int MORE_THAN_TAKEN = 2 * 1024 * 1024;
    private static final String NO_RESULTS = "{\"resourceType\":\"Bundle\",\"type\":\"searchset\"}";

    private final WireMockServer server = new WireMockServer(WireMockConfiguration.options()
            .dynamicPort()
            .containerThreads(100)
            .asynchronousResponseEnabled(true)
            .gzipDisabled(true)
            .disableRequestJournal());

    @TempDir
    private Path folder;

    private static String next(String link) {
        return NO_RESULTS.replace("\"type\"", "\"link\":[{\"relation\":\"next\",\"url\":\"" + link + "\"}],\"type\"");
    }

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
        faults.put("garbage before the connection ends", aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE));
        faults.put("half of the body", aResponse().withBody(NO_RESULTS).withHeader("Content-Length", "100000"));
        faults.put("half of the JSON", aResponse().withBody(NO_RESULTS.substring(0, 30)));
        faults.put("said to be gzip", aResponse().withBody(NO_RESULTS).withHeader("Content-Encoding", "gzip"));
        faults.put("UTF-16", aResponse().withBody(NO_RESULTS.getBytes(StandardCharsets.UTF_16)));
        faults.put("more than is taken", aResponse().withBody(" ".repeat(MORE_THAN_TAKEN) + NO_RESULTS));
        faults.put("status 429", aResponse().withStatus(429).withHeader("Retry-After", "120"));
        faults.put(
                "redirect to another host",
                aResponse().withStatus(307).withHeader("Location", "http://other.example.org/fhir"));
        faults.put("OperationOutcome", aResponse().withBody("{\"resourceType\":\"OperationOutcome\"}"));
        faults.put(
                "another version of FHIR",
                aResponse().withBody(NO_RESULTS).withHeader("Content-Type", "application/fhir+json; fhirVersion=4.3"));
        faults.put("page of another host", aResponse().withBody(next("http://other.example.org/fhir?page=2")));
        faults.put("page that leads to itself", aResponse().withBody(next("Observation?patient=p")));
        faults.put("another patient", aResponse().withBody("{\"resourceType\":\"Patient\",\"id\":\"another\"}"));
        faults.put(
                "endless pages",
                aResponse()
                        .withBody(next("Observation?page={{randomValue length=9 type='NUMERIC'}}"))
                        .withTransformers("response-template"));
        return faults;
    }

    @Test
    void callsThatNeedNoServerAreAnsweredAndTheOthersAfterTheFault() throws Exception {
        server.start();
        try (ServiceProcess service = new ServiceProcess(
                folder,
                "--calcinosis.open.degraded-card=false",
                "--calcinosis.open.deadline=1s",
                "--calcinosis.fetch.bytes=1MB")) {
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
