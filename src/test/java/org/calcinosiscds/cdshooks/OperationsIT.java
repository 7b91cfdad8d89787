package org.calcinosiscds.cdshooks;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.startsWith;

import io.restassured.http.ContentType;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.test.context.TestPropertySource;

/** What operators see and do: overload, health, metrics and the report, with management on a port of its own. */
@TestPropertySource(
        properties = {
            "calcinosis.admission.calls=5",
            "calcinosis.admission.bytes=100KB",
            "calcinosis.limits.body-time=60s",
            "server.tomcat.connection-timeout=60s",
            "management.server.port=0",
            "management.server.address=127.0.0.1",
            "management.endpoint.prometheus.access=read_only"
        })
class OperationsIT extends HookTest {
    @LocalManagementPort
    private int management;

    @Test
    void callWithoutRoomIsRefusedBeforeItsBodyIsReadAndDiscoveryNever() throws Exception {
        double shed = shed();
        List<Socket> slow = new ArrayList<>();
        try {
            // Four fifths of the room are for patient-view.
            for (int call = 0; call < 4; call++) {
                slow.add(callWithoutBody(1000));
            }
            waitForAdmitted(4);

            call(HookRequest.patientView())
                    .statusCode(503)
                    .header("Retry-After", equalTo("1"))
                    .contentType("application/fhir+json")
                    .body("issue[0].code", equalTo("throttled"));
            given().port(port).get("/cds-services").then().statusCode(200);
            given().port(port).get("/actuator/health/readiness").then().statusCode(200);
            given().port(port)
                    .contentType(ContentType.JSON)
                    .body("{}")
                    .post(SERVICE + "/feedback")
                    .then()
                    .statusCode(400);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
        waitForAdmitted(0);
        call(HookRequest.patientView()).statusCode(200);
        assertThat(shed()).isEqualTo(shed + 1);
    }

    @Test
    void healthOnThePortOfTheServiceIsTheStatusAlone() {
        for (String group : List.of("liveness", "readiness")) {
            assertThat(given().port(port)
                            .get("/actuator/health/" + group)
                            .then()
                            .statusCode(200)
                            .extract()
                            .asString())
                    .isEqualTo("{\"status\":\"UP\"}");
        }
        for (String path : List.of("", "/prometheus", "/feedback", "/health", "/health/feedback", "/env")) {
            given().port(port).get("/actuator" + path).then().statusCode(404);
        }
    }

    @Test
    void healthOnThePortOfManagementNamesTheParts() {
        given().port(management)
                .get("/actuator/health")
                .then()
                .statusCode(200)
                .body("components.feedback.status", equalTo("UP"))
                .body("components.stuckEvaluation.status", equalTo("UP"));
        given().port(management)
                .get("/actuator/health/readiness")
                .then()
                .statusCode(200)
                .body("components.keySet()", hasItem("slowEvaluation"));
        given().port(management).get("/actuator/env").then().statusCode(404);
    }

    @Test
    void rulesAreCountedWhenTheyFireAreShownAndAreAnswered() {
        String patient = UUID.randomUUID().toString();
        double fired = counted("fired");
        double shown = counted("shown");
        String card = call(HookRequest.patientView(patient, "71.40")).extract().path("cards[0].uuid");
        given().port(port)
                .contentType(ContentType.JSON)
                .body(FeedbackRequest.of(FeedbackRequest.overridden(card, "defer", FeedbackRequest.NOW)))
                .post(SERVICE + "/feedback")
                .then()
                .statusCode(200);
        call(HookRequest.patientView(patient, "71.40")).statusCode(200);

        assertThat(counted("fired")).isEqualTo(fired + 2);
        assertThat(counted("shown")).isEqualTo(shown + 1);
        assertThat(counted("overridden")).isPositive();
        assertThat(metrics())
                .contains(
                        "calcinosis_hooks_seconds_count{service=\"calcinosis-patient-view\",status=\"2xx\"}",
                        "calcinosis_recognition_total{by=\"nothing\",kind=\"result\",system=\"none\"}")
                .doesNotContain(patient);
    }

    @Test
    void reportIsOnThePortOfManagementAsJsonAndCsv() {
        call(HookRequest.patientView()).statusCode(200);

        given().port(management)
                .get("/actuator/feedback?from=2026-11-21&to=2026-11-22")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("from", equalTo("2026-11-21T00:00:00Z"));
        given().port(management)
                .get("/actuator/feedback?format=csv&to=2026-11-22")
                .then()
                .statusCode(200)
                .contentType("text/csv")
                .body(startsWith("\"rule\",\"reason\",\"shown\","));
        given().port(management).get("/actuator/feedback?from=yesterday").then().statusCode(400);
    }

    @Test
    void largeBodyWithoutRoomIsRefusedAndSmallOnesNever() throws Exception {
        String large = HookRequest.patientView() + " ".repeat(70_000);
        double shed = shed();
        Socket slow = callWithoutBody(70_000);
        try {
            slow.getOutputStream().write('{');
            waitFor("calcinosis_admitted_bytes 70000.0");

            call(large).statusCode(503).header("Retry-After", equalTo("1")).body("issue[0].code", equalTo("throttled"));
            assertThat(chunked(large)).startsWith("HTTP/1.1 503 ").contains("\"code\":\"throttled\"");
            given().port(port)
                    .contentType(ContentType.JSON)
                    .body(large)
                    .post("/fhir/$assess")
                    .then()
                    .statusCode(503)
                    .header("Retry-After", equalTo("1"));
            call(HookRequest.patientView()).statusCode(200);
        } finally {
            slow.close();
        }
        waitFor("calcinosis_admitted_bytes 0.0");
        assertThat(chunked(large)).startsWith("HTTP/1.1 200 ");
        call(large + " ".repeat(100_000)).statusCode(200);
        assertThat(shed()).isEqualTo(shed + 2);
        waitFor("calcinosis_admitted_bytes 0.0");
    }

    private Socket callWithoutBody(int length) throws IOException {
        Socket socket = new Socket("localhost", port);
        socket.getOutputStream().write("""
                        POST %s HTTP/1.1\r
                        Host: localhost\r
                        Content-Type: application/json\r
                        Content-Length: %d\r
                        \r
                        """.formatted(SERVICE, length).getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** The answer to a call that does not say how long it is. */
    private String chunked(String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        try (Socket socket = new Socket("localhost", port)) {
            socket.getOutputStream()
                    .write("""
                            POST %s HTTP/1.1\r
                            Host: localhost\r
                            Connection: close\r
                            Content-Type: application/json\r
                            Transfer-Encoding: chunked\r
                            \r
                            %x\r
                            %s\r
                            0\r
                            \r
                            """.formatted(SERVICE, bytes.length, body).getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void waitForAdmitted(int calls) throws InterruptedException {
        waitFor("calcinosis_admitted{bulkhead=\"calls\"} " + calls + ".0");
    }

    private void waitFor(String line) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!metrics().contains(line) && System.nanoTime() < end) {
            Thread.sleep(50);
        }
        assertThat(metrics()).contains(line);
    }

    private double shed() {
        return sum("calcinosis_shed_total{priority=\"patient-view\"}");
    }

    private double counted(String event) {
        return sum("calcinosis_rules_total{event=\"" + event + "\",rule=\"CC-010\"}");
    }

    private double sum(String counter) {
        return metrics()
                .lines()
                .filter(line -> line.startsWith(counter))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private String metrics() {
        return given().port(management)
                .get("/actuator/prometheus")
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }
}
