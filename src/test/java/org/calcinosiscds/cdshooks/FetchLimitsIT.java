package org.calcinosiscds.cdshooks;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;

import io.restassured.http.ContentType;
import java.io.IOException;
import java.util.List;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.ehr.DialysisPatient;
import org.calcinosiscds.ehr.RecordServer;
import org.calcinosiscds.ehr.RecordServer.Manners;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A record that is larger than the limits of fetching allow: the answer names the limit that was met and its setting. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "calcinosis.open.deadline=60s",
            "calcinosis.open.degraded-card=false",
            "calcinosis.fetch.pages=20",
            "calcinosis.fetch.bytes=1MB",
            "calcinosis.fetch.references=1"
        })
class FetchLimitsIT {
    private static final PatientCase PATIENT = DialysisPatient.withResults(500);

    @LocalServerPort
    private int port;

    @Test
    void bytes() throws IOException {
        refusal(
                DialysisPatient.withResults(5000),
                Manners.PLAIN,
                "The FHIR server answered with more than this service takes (calcinosis.fetch.bytes is 1 MB).");
    }

    @Test
    void pages() throws IOException {
        refusal(
                PATIENT,
                Manners.PLAIN.paging(20),
                "The FHIR server answered in more pages than this service takes and cannot be followed to the end"
                        + " (calcinosis.fetch.pages is 20).");
    }

    @Test
    void references() throws IOException {
        ObjectNode bundle = PATIENT.bundle().deepCopy();
        for (String id : List.of("m1", "m2")) {
            ObjectNode order = bundle.withArray("entry").addObject().putObject("resource");
            order.put("resourceType", "MedicationRequest")
                    .put("id", "order-" + id)
                    .put("status", "active")
                    .put("intent", "order");
            order.putObject("subject").put("reference", "Patient/" + PATIENT.patientId());
            order.putObject("medicationReference").put("reference", "Medication/" + id);
        }
        refusal(
                PATIENT.with(bundle),
                Manners.PLAIN.withoutInclude(),
                "The FHIR server has more resources to be read one by one than this service takes"
                        + " (calcinosis.fetch.references is 1).");
    }

    private void refusal(PatientCase patient, Manners manners, String words) throws IOException {
        try (RecordServer server = new RecordServer(patient, manners)) {
            given().port(port)
                    .contentType(ContentType.JSON)
                    .body(CaseCalls.call(patient, JsonNodeFactory.instance.objectNode())
                            .put("fhirServer", server.url())
                            .toString())
                    .post("/cds-services/" + patient.service())
                    .then()
                    .statusCode(412)
                    .body("issue.diagnostics", hasItem(containsString(words)));
        }
    }
}
