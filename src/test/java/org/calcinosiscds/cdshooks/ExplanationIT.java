package org.calcinosiscds.cdshooks;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import org.calcinosiscds.cases.FhirServer;
import org.calcinosiscds.cases.Json;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.decision.DecisionSupport;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Why rules are what they are, for clients that ask and may. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"calcinosis.open.deadline=60s", "calcinosis.open.explanations=true"})
class ExplanationIT {
    private static final PatientCase DIALYSIS =
            PatientCase.named("dialysis-product-71-40").orElseThrow();

    @LocalServerPort
    private int port;

    @Autowired
    private DecisionSupport decisionSupport;

    @Test
    void hookThatAsksIsToldOfEveryRuleOfItsService() {
        JsonNode answer = Json.read(call(explaining(prefetch())).extract().asString());

        JsonNode rules = answer.at("/extension/org.calcinosis-cds/rules");
        assertThat(answer.path("cards")).isNotEmpty();
        assertThat(rules.valueStream()
                        .filter(rule -> rule.path("state").asString().equals("true"))
                        .map(rule -> rule.path("rule").asString()))
                .containsExactlyElementsOf(DIALYSIS.answer().rules());
        assertThat(rules.findValuesAsString("state")).contains("false");
        JsonNode product = rules.valueStream()
                .filter(rule -> rule.path("rule").asString().equals("CC-010"))
                .findFirst()
                .orElseThrow();
        assertThat(product.at("/because/1/because/0/because/0/resources").toString())
                .isEqualTo("[{\"reference\":\"Observation/ca\",\"value\":\"10.2\",\"unit\":\"mg/dL\","
                        + "\"date\":\"2026-11-11T14:25:00+05:30\"},"
                        + "{\"reference\":\"Observation/phos\",\"value\":\"7.0\",\"unit\":\"mg/dL\","
                        + "\"date\":\"2026-11-11T14:25:00+05:30\"}]");
        assertThat(rules.toString()).doesNotContain(":null", ":[]", ":\"\"");
    }

    @Test
    void hookThatDoesNotAskIsToldNothing() {
        call(CaseCalls.call(DIALYSIS, prefetch())).body("$", not(hasKey("extension")));
    }

    @Test
    void rulesAreNotExplainedByDataThatIsMissing() {
        ObjectNode prefetch = prefetch();
        prefetch.remove("allObservations");
        call(explaining(prefetch))
                .body("cards", hasSize(1))
                .body(
                        "extension.'org.calcinosis-cds'.notExplained",
                        equalTo("Data is missing; the card that says so names it."))
                .body("extension.'org.calcinosis-cds'", not(hasKey("rules")));
    }

    @Test
    void bundleIsAnsweredWithParametersForEachPatient() {
        JsonNode explained = explanation(
                Json.read(assess("application/fhir+json", DIALYSIS.bundle().toString())));

        assertThat(explained.at("/parameter/0/valueReference/reference").asString())
                .isEqualTo("Patient/" + DIALYSIS.patientId());
        JsonNode product = explained
                .path("parameter")
                .valueStream()
                .filter(rule -> rule.at("/part/0/valueCode").asString("").equals("CC-010"))
                .findFirst()
                .orElseThrow();
        assertThat(product.at("/part/1/valueCode").asString()).isEqualTo("true");
        assertThat(product.findValuesAsString("reference")).contains("Observation/ca", "Observation/phos");
        assertThat(product.findValuesAsString("valueString"))
                .contains("CalciumPhosphateProduct.\"Tier\"", "HIGH", "10.2", "mg/dL");
    }

    @Test
    void lineOfNdjsonHasThemToo() {
        String line = assess("application/fhir+ndjson", DIALYSIS.bundle().toString())
                .lines()
                .findFirst()
                .orElseThrow();

        assertThat(explanation(Json.read(line)).path("parameter").size()).isGreaterThan(30);
    }

    private static JsonNode explanation(JsonNode answer) {
        return answer.path("entry")
                .valueStream()
                .map(entry -> entry.path("resource"))
                .filter(resource -> resource.path("resourceType").asString().equals("Parameters"))
                .findFirst()
                .orElseThrow();
    }

    private String assess(String type, String body) {
        return given().port(port)
                .urlEncodingEnabled(false)
                .contentType(type + ";charset=utf-8")
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post("/fhir/$assess?asOf=2026-11-21T09:00:00Z&explain=true")
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    private static ObjectNode explaining(ObjectNode prefetch) {
        ObjectNode call = CaseCalls.call(DIALYSIS, prefetch);
        ((ObjectNode) call.at("/extension/org.calcinosis-cds")).put("explain", true);
        return call;
    }

    private ObjectNode prefetch() {
        return FhirServer.ofUsCore(DIALYSIS)
                .prefetch(decisionSupport.service(DIALYSIS.service()).orElseThrow().prefetch().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, each -> each.getValue().template())));
    }

    private ValidatableResponse call(ObjectNode body) {
        return given().port(port)
                .contentType(ContentType.JSON)
                .body(body.toString())
                .post("/cds-services/" + DIALYSIS.service())
                .then()
                .statusCode(200);
    }
}
