package org.calcinosiscds.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.startsWith;

import io.restassured.http.ContentType;
import org.calcinosiscds.cdshooks.HookRequest;
import org.calcinosiscds.cdshooks.HookTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients of FHIR write the media type of FHIR in the Accept header of every call. */
class AcceptedJsonFilterIT extends HookTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"/cds-services", "/api-docs/cds-services", "/actuator/health", "/actuator/health/readiness"})
    void jsonIsAnsweredToWhoAcceptsJsonOfFhir(String path) {
        given().port(port)
                .header("Accept", "application/fhir+json")
                .when()
                .get(path)
                .then()
                .statusCode(200)
                .contentType(startsWith("application/"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/fhir+json",
                "application/fhir+json; fhirVersion=4.0",
                "application/fhir+json;q=0.9, text/html;q=0.1"
            })
    void cardsAreAnsweredToWhoAcceptsJsonOfFhir(String accept) {
        given().port(port)
                .header("Accept", accept)
                .contentType(ContentType.JSON)
                .body(HookRequest.patientView().toString())
                .when()
                .post(SERVICE)
                .then()
                .statusCode(200)
                .contentType(startsWith("application/json"));
    }
}
