package org.calcinosiscds.cdshooks;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import org.junit.jupiter.api.Test;

class PatientViewIT extends HookTest {
    private static final String UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

    @Test
    void discoveryListsTheServiceWithItsPrefetchTemplates() {
        given().port(port)
                .when()
                .get("/cds-services")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("services[0].id", equalTo("calcinosis-patient-view"))
                .body("services[0].hook", equalTo("patient-view"))
                .body("services[0].title", equalTo("Calcinosis cutis"))
                .body("services[0].description", equalTo("Flags diseases behind calcinosis cutis."))
                .body("services[0].usageRequirements", equalTo("All prefetch keys are needed."))
                .body("services[0].version", equalTo("STU2"))
                .body("services[0].hookVersion", equalTo("1.0"))
                .body("services[0].prefetch.conditions", equalTo("Condition?patient={{context.patientId}}"))
                .body("services[0].prefetch.patient", equalTo("Patient/{{context.patientId}}"));
    }

    @Test
    void discoveryThatIsKnownIsNotSentAgain() {
        String tag = given().port(port).get("/cds-services").header("ETag");

        assertThat(tag).matches("\"[0-9a-f]{32}\"");
        given().port(port)
                .header("If-None-Match", tag)
                .get("/cds-services")
                .then()
                .statusCode(304)
                .header("ETag", equalTo(tag))
                .body(equalTo(""));
        given().port(port)
                .header("If-None-Match", "\"other\"")
                .get("/cds-services")
                .then()
                .statusCode(200);
    }

    @Test
    void explanationIsRefusedToClientsWhoseSettingsDoNotAllowIt() {
        String extension = "{\"org.calcinosis-cds\":{\"explain\":%s}}";
        call(HookRequest.patientView().with("extension", extension.formatted("true")))
                .statusCode(403)
                .body("issue[0].code", equalTo("forbidden"))
                .body("issue[0].expression", contains("extension.org.calcinosis-cds.explain"));
        call(HookRequest.patientView().with("extension", extension.formatted("false")))
                .statusCode(200)
                .body("$", not(hasKey("extension")));
        call(HookRequest.patientView().with("extension", extension.formatted("\"yes\"")))
                .statusCode(400);
    }

    @Test
    void cardCarriesSummaryDetailSourceAndIndicator() {
        call(HookRequest.patientView())
                .statusCode(200)
                .contentType("application/json")
                .body("cards[0].summary", equalTo("Calcium-phosphate product is high"))
                .body("cards[0].detail", equalTo("Patient p1, user Practitioner."))
                .body("cards[0].indicator", equalTo("critical"))
                .body("cards[0].uuid", matchesPattern(UUID))
                .body("cards[0].source.label", equalTo("Calcinosis CDS"))
                .body("cards[0].source.url", equalTo("https://calcinosis-cds.org"))
                .body("cards[0].links.label", contains("KDIGO 2017"))
                .body("cards[0].links.type", contains("absolute"))
                .body("cards[0].overrideReasons[0].code", equalTo("known"))
                .body("cards[0].overrideReasons[0].display", equalTo("Already known"))
                .body("cards[0].selectionBehavior", equalTo("any"));
    }

    @Test
    void evidenceKeepsTheDigitsAsTheyWereSent() {
        String body = call(HookRequest.patientView("p1", "71.40"))
                .statusCode(200)
                .extract()
                .asString();

        assertThat(body).contains("\"value\":71.40,").contains("\"evaluatedAt\":\"2026-11-21T09:00:00Z\"");
        assertThat(call(HookRequest.patientView("p1", "7.140E+1")).extract().asString())
                .contains("\"value\":71.40,");
        assertThat(call(HookRequest.patientView("p1", "\"9.40\"")).extract().asString())
                .contains("\"value\":9.40,");
        assertThat(call(HookRequest.patientView("p1", "0.000000001")).extract().asString())
                .contains("\"value\":0.000000001,");
    }

    @Test
    void suggestionCreatesDraftServiceRequests() {
        call(HookRequest.patientView().with("context.encounterId", "\"e7\""))
                .statusCode(200)
                .body("cards[0].suggestions[0].label", equalTo("Order the workup"))
                .body("cards[0].suggestions[0].uuid", matchesPattern(UUID))
                .body("cards[0].suggestions[0].actions.type", contains("create", "create"))
                .body("cards[0].suggestions[0].actions[0].description", equalTo("Parathyroid hormone"))
                .rootPath("cards[0].suggestions[0].actions[0].resource")
                .body("resourceType", equalTo("ServiceRequest"))
                .body("status", equalTo("draft"))
                .body("intent", equalTo("order"))
                .body("priority", equalTo("urgent"))
                .body("code.text", equalTo("Parathyroid hormone"))
                .body("subject.reference", equalTo("Patient/p1"))
                .body("encounter.reference", equalTo("Encounter/e7"))
                .body("authoredOn", equalTo("2026-11-21T09:00:00Z"))
                .body("reasonReference.reference", contains("Observation/ca"))
                .body(
                        "instantiatesCanonical",
                        contains("https://calcinosis-cds.org/fhir/ActivityDefinition/pth|0.1.0"));
    }

    @Test
    void nothingToSayIsAnEmptyArrayOfCards() {
        call(HookRequest.patientView().with("prefetch.observations", "null"))
                .statusCode(200)
                .body("$", hasKey("cards"))
                .body("cards", empty());
    }

    @Test
    void missingPrefetchKeysAreAnswered412NamingEach() {
        call(HookRequest.patientView().without("prefetch.observations").without("prefetch.conditions"))
                .statusCode(412)
                .contentType("application/fhir+json")
                .body("resourceType", equalTo("OperationOutcome"))
                .body("issue.severity", contains("error", "error"))
                .body("issue.code", contains("required", "required"))
                .body(
                        "issue.diagnostics",
                        containsInAnyOrder(
                                "Prefetch key 'observations' was absent.", "Prefetch key 'conditions' was absent."))
                .body("issue[0].expression", contains("prefetch.observations"))
                .body("issue[0]", not(hasKey("details")));
    }
}
