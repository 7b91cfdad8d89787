package org.calcinosiscds.cdshooks;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;

import io.micrometer.core.instrument.MeterRegistry;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.ehr.DialysisPatient;
import org.calcinosiscds.ehr.RecordServer;
import org.calcinosiscds.ehr.RecordServer.Manners;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.node.JsonNodeFactory;

/** Records that fit each for itself and not together: some calls are refused, and the service has its memory back. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "calcinosis.open.deadline=60s",
            "calcinosis.open.degraded-card=false",
            "calcinosis.fetch.memory=" + FetchMemoryIT.MEGABYTES + "MB"
        })
class FetchMemoryIT {
    static final int MEGABYTES = 10;

    @LocalServerPort
    private int port;

    @Autowired
    private MeterRegistry meters;

    @AfterEach
    void everythingIsGivenBack() {
        Awaitility.await()
                .untilAsserted(() -> assertThat(meters.get("calcinosis.fetch.memory.bytes")
                                .gauge()
                                .value())
                        .isZero());
    }

    @Test
    void recordThatFitsIsAssessed() throws IOException {
        try (RecordServer server = new RecordServer(DialysisPatient.withResults(500), Manners.PLAIN)) {
            call(DialysisPatient.withResults(500), server).statusCode(200);
        }
    }

    @Test
    void recordThatDoesNotFitIsRefusedInWords() throws IOException {
        PatientCase patient = DialysisPatient.withResults(4000);
        try (RecordServer server = new RecordServer(patient, Manners.PLAIN)) {
            call(patient, server)
                    .statusCode(412)
                    .body(
                            "issue.diagnostics",
                            hasItem(containsString(
                                    "The FHIR server answered with more than this service has memory for at the moment"
                                            + " (calcinosis.fetch.memory).")));
        }
    }

    @Test
    void ofManyLargeRecordsAtATimeNoneIsAnsweredWithLess() throws Exception {
        PatientCase patient = DialysisPatient.withResults(800);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (RecordServer server = new RecordServer(patient, Manners.PLAIN)) {
            String alone = call(patient, server).extract().path("cards.summary").toString();
            List<Future<ValidatableResponse>> answers = IntStream.range(0, 16)
                    .mapToObj(number -> threads.submit(() -> call(patient, server)))
                    .toList();
            for (Future<ValidatableResponse> each : answers) {
                ValidatableResponse answer = each.get();
                if (answer.extract().statusCode() != 412) {
                    assertThat(answer.statusCode(200)
                                    .extract()
                                    .path("cards.summary")
                                    .toString())
                            .isEqualTo(alone);
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private ValidatableResponse call(PatientCase patient, RecordServer server) {
        return given().port(port)
                .contentType(ContentType.JSON)
                .body(CaseCalls.call(patient, JsonNodeFactory.instance.objectNode())
                        .put("fhirServer", server.url())
                        .toString())
                .post("/cds-services/" + patient.service())
                .then();
    }
}
