package org.calcinosiscds.tracing;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.calcinosiscds.cases.CaseFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** What a collector receives. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class TracingIT {
    private static final String CANARY = "Zzyzx-7731";
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";

    private static final Set<String> ALLOWED = Set.of(
            "http.response.status_code",
            "calcinosis.client",
            "calcinosis.service",
            "calcinosis.hook",
            "calcinosis.hookInstance",
            "calcinosis.operation",
            "calcinosis.code",
            "calcinosis.place",
            "calcinosis.resources",
            "calcinosis.dropped",
            "calcinosis.rules",
            "calcinosis.cards",
            "calcinosis.snoozed",
            "calcinosis.patients",
            "calcinosis.assessed",
            "calcinosis.leftOver");

    @RegisterExtension
    static final WireMockExtension COLLECTOR = WireMockExtension.newInstance()
            .options(WireMockConfiguration.options().dynamicPort())
            .configureStaticDsl(false)
            .build();

    @LocalServerPort
    private int port;

    @DynamicPropertySource
    static void collector(DynamicPropertyRegistry settings) {
        settings.add("calcinosis.tracing.endpoint", () -> COLLECTOR.url("/v1/traces"));
    }

    @Test
    void eachCallLeavesASpanWithCountsAndCodesAlone() throws Exception {
        COLLECTOR.stubFor(any(anyUrl()).willReturn(ok()));
        String hook = Files.readString(Path.of("fhir-resources/tests/requests/patient-view-dialysis.json"));
        String bundle = Files.readString(CaseFolder.bundle("dialysis-product-71-40"));

        post(
                "/cds-services/calcinosis-patient-view",
                hook.replace("\"female\"", "\"female\",\"x\":\"" + CANARY + "\""));
        post("/cds-services/calcinosis-patient-view", "{\"hook\":\"" + CANARY + "\"}");
        post("/cds-services/" + CANARY, hook);
        post("/fhir/$assess?asOf=2026-11-21T09:00:00Z&subject=Patient/dialysis-patient&x=" + CANARY, bundle);
        post("/fhir/$assess", bundle);
        given().port(port).get("/fhir/ValueSet/" + CANARY + "?name=" + CANARY);
        given().port(port).get("/cds-services");

        List<ReceivedSpan> spans = spans(6);
        assertThat(spans).hasSize(6);
        assertThat(spans).extracting(ReceivedSpan::traceId).contains(TRACE);
        assertThat(spans)
                .filteredOn(span -> span.name().equals("calcinosis-patient-view"))
                .hasSize(2)
                .allSatisfy(span -> assertThat(span.parentId()).isEqualTo(SPAN))
                .anySatisfy(span -> assertThat(span.attributes())
                        .containsEntry("calcinosis.cards", 2L)
                        .containsEntry("calcinosis.client", "open")
                        .containsEntry("http.response.status_code", 200L))
                .anySatisfy(span -> assertThat(span.attributes())
                        .containsEntry("calcinosis.place", "hook")
                        .containsEntry("http.response.status_code", 400L));
        assertThat(spans)
                .filteredOn(span -> span.name().equals("assess"))
                .anySatisfy(span -> assertThat(span.attributes()).containsEntry("calcinosis.assessed", 1L));
        Set<String> attributes = new TreeSet<>();
        spans.forEach(span -> attributes.addAll(span.attributes().keySet()));
        assertThat(ALLOWED).containsAll(attributes);
        assertThat(bodies()).noneMatch(body -> body.contains(CANARY) || body.contains("Patient/"));
    }

    private void post(String path, String body) {
        given().port(port)
                .header("traceparent", "00-" + TRACE + "-" + SPAN + "-01")
                .header("tracestate", "vendor=" + CANARY)
                .header("baggage", "patient=" + CANARY)
                .contentType("application/json;charset=utf-8")
                .body(body)
                .urlEncodingEnabled(false)
                .post(path)
                .asString();
    }

    /** Spans leave some seconds after their calls. */
    private static List<ReceivedSpan> spans(int number) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        List<ReceivedSpan> spans = List.of();
        while (spans.size() < number && System.nanoTime() < end) {
            Thread.sleep(100);
            spans = received().stream()
                    .flatMap(request -> ReceivedSpan.all(request.getBody()).stream())
                    .toList();
        }
        return spans;
    }

    private static List<LoggedRequest> received() {
        return COLLECTOR.findAll(postRequestedFor(urlEqualTo("/v1/traces")));
    }

    private static List<String> bodies() {
        return received().stream()
                .map(request -> new String(request.getBody(), StandardCharsets.ISO_8859_1))
                .toList();
    }
}
