package org.calcinosiscds.cdshooks;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.Map;
import java.util.stream.Collectors;
import org.calcinosiscds.cases.FhirServer;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.decision.DecisionSupport;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.node.ObjectNode;

/** Problems whose data is there have their cards when other data is missing, and a card says what was not judged. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "calcinosis.open.deadline=60s")
class PartialAnswerIT {
    private static final PatientCase DIALYSIS =
            PatientCase.named("kidney-disease-dialysis").orElseThrow();

    @LocalServerPort
    private int port;

    @Autowired
    private DecisionSupport decisionSupport;

    @Test
    void problemThatDoesNotNeedWhatIsMissingHasItsCard() {
        call(without("medicationAdministrations"))
                .statusCode(200)
                .body("cards", hasSize(2))
                .body("cards[0].extension.'org.calcinosis-cds'.problem", equalTo("CKD-MBD"))
                .body("cards[0].extension.'org.calcinosis-cds'.notAvailable", contains("MedicationAdministration"))
                .body("cards[1].summary", containsString("Part of the calcinosis check could not run"))
                .body("cards[1].detail", containsString("Recent intravenous calcium or phosphate"))
                .body("cards[1].detail", containsString("Medicines given: not sent by the record system"))
                .body("cards[1].detail", not(containsString("Mineral monitoring in kidney disease")))
                .body("cards[1]", not(hasKey("uuid")))
                .body("cards[1].indicator", equalTo("info"));
    }

    @Test
    void problemThatNeedsWhatIsMissingHasNoCard() {
        call(without("allObservations"))
                .statusCode(200)
                .body("cards", hasSize(1))
                .body("cards[0]", not(hasKey("uuid")))
                .body("cards[0].summary", containsString("This is no all-clear"));
    }

    @Test
    void nothingIsJudgedWithoutThePatient() {
        call(without("patient"))
                .statusCode(200)
                .body("cards", hasSize(1))
                .body("cards[0].summary", containsString("Calcinosis check could not run"));
    }

    @Test
    void nothingIsJudgedFromThePatientAlone() {
        ObjectNode call = without("conditions");
        ObjectNode prefetch = (ObjectNode) call.path("prefetch");
        prefetch.retain("patient");
        call(call)
                .statusCode(200)
                .body("cards", hasSize(1))
                .body("cards[0].summary", containsString("Calcinosis check could not run"));
    }

    private ObjectNode without(String key) {
        Map<String, String> templates = decisionSupport.services().stream()
                .filter(service -> service.id().equals(DIALYSIS.service()))
                .flatMap(service -> service.prefetch().entrySet().stream())
                .collect(Collectors.toMap(
                        Map.Entry::getKey, each -> each.getValue().template()));
        ObjectNode prefetch = FhirServer.ofUsCore(DIALYSIS).prefetch(templates);
        prefetch.remove(key);
        return CaseCalls.call(DIALYSIS, prefetch);
    }

    private ValidatableResponse call(ObjectNode call) {
        return given().port(port)
                .contentType(ContentType.JSON)
                .body(call.toString())
                .post("/cds-services/" + DIALYSIS.service())
                .then();
    }
}
