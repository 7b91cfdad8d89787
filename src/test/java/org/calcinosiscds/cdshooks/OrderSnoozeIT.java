package org.calcinosiscds.cdshooks;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.http.ContentType;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.calcinosiscds.cases.FhirServer;
import org.calcinosiscds.cases.Json;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.cases.RewrittenDrafts;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * In every case of an order hook with one card: once that card was set aside, the same order for the same reason is quiet under
 * whatever id, and the same order for another reason has its card.
 */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        // A context of its own: what is set aside here would be quiet in other tests too.
        properties = "calcinosis.store.url=jdbc:sqlite:target/stores/order-snoozes-${random.uuid}.db")
class OrderSnoozeIT {
    private final Map<String, Map<String, String>> templates = new LinkedHashMap<>();

    @LocalServerPort
    private int port;

    @Test
    void orderIsKnownByWhatItIsAndWhy() {
        readTemplates();
        int setAside = 0;
        for (PatientCase patient : PatientCase.all()) {
            if (!patient.hook().startsWith("order-")
                    || !patient.parameters().isEmpty()
                    || patient.answer().cards().size() != 1) {
                continue;
            }
            List<JsonNode> cards = cards(patient);
            if (cards.isEmpty()) {
                continue; // Another case has the same patient and order.
            }
            setAside(patient, cards.get(0).path("uuid").asString());
            setAside++;

            assertThat(cards(RewrittenDrafts.renamed(patient)))
                    .as("%s, under another id", patient)
                    .isEmpty();
            assertThat(cards(RewrittenDrafts.forAnotherReason(patient)))
                    .as("%s, for another reason", patient)
                    .hasSize(1);
        }

        assertThat(setAside).isGreaterThan(100);
    }

    private List<JsonNode> cards(PatientCase patient) {
        ObjectNode call =
                CaseCalls.call(patient, FhirServer.ofUsCore(patient).prefetch(templates.get(patient.service())));
        call.put("hookInstance", UUID.randomUUID().toString());
        String answer = post("/cds-services/" + patient.service(), call.toString());
        return Json.read(answer).path("cards").valueStream().toList();
    }

    private void setAside(PatientCase patient, String card) {
        post(
                "/cds-services/" + patient.service() + "/feedback",
                FeedbackRequest.of(FeedbackRequest.overridden(
                        card, "not-clinically-relevant", Instant.now().toString())));
    }

    private String post(String path, String body) {
        return given().port(port)
                .contentType(ContentType.JSON)
                .body(body)
                .post(path)
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    private void readTemplates() {
        JsonNode discovery = Json.read(given().port(port).get("/cds-services").asString());
        for (JsonNode service : discovery.path("services")) {
            Map<String, String> ofService = new LinkedHashMap<>();
            service.path("prefetch")
                    .properties()
                    .forEach(
                            each -> ofService.put(each.getKey(), each.getValue().asString()));
            templates.put(service.path("id").asString(), ofService);
        }
    }
}
