package org.calcinosiscds.fhirapi.patient;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import io.restassured.response.Response;
import java.math.BigDecimal;
import org.calcinosiscds.cases.Json;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** {@code Library/$evaluate}, and that {@code $cql} is not there unless it is enabled. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class EvaluateIT {
    private static final PatientCase DIALYSIS =
            PatientCase.named("dialysis-product-71-40").orElseThrow();

    @LocalServerPort
    int port;

    @Test
    void expressionsAreAnsweredByName() {
        JsonNode answer = evaluate("PatientRecord", expression("Patient"), expression("Age In Years"));

        assertThat(answer.at("/parameter/0/resource/id").asString()).isEqualTo(DIALYSIS.patientId());
    }

    @Test
    void everyExpressionOfALibraryIsAnsweredWithoutAnyNamed() {
        JsonNode answer = evaluate("CalciumPhosphateProduct");

        assertThat(answer.findValuesAsString("name")).contains("Product");
        assertThat(product(answer)).isEqualByComparingTo("71.4");
    }

    /** Every expression can be asked alone, also where no rule would have come to it. */
    @Test
    void everyLibraryIsEvaluatedForSomebodyOfWhomNothingIsKnown(@Autowired KnowledgeBase knowledge) {
        String nobody = """
                {"resourceType":"Parameters","parameter":[{"name":"data","resource":{"resourceType":"Patient","id":"1"}},
                {"name":"subject","valueString":"Patient/1"}]}""";

        assertThat(knowledge.libraries().keySet())
                .hasSizeGreaterThan(20)
                .allSatisfy(library -> given().port(port)
                        .urlEncodingEnabled(false)
                        .contentType("application/fhir+json;charset=utf-8")
                        .body(nobody)
                        .post("/fhir/Library/" + library + "/$evaluate")
                        .then()
                        .statusCode(200));
    }

    @Test
    void libraryIsFoundByItsCanonical() {
        JsonNode answer = Json.read(post(
                        "/fhir/Library/$evaluate",
                        "{\"name\":\"url\",\"valueUri\":\"https://calcinosis-cds.org/fhir/Library/CalciumPhosphateProduct|0.1.0\"}")
                .then()
                .statusCode(200)
                .extract()
                .asString());

        assertThat(product(answer)).isEqualByComparingTo("71.4");
    }

    @Test
    void parametersOfTheLogicAreHeard() {
        String parameters = """
                {"name":"parameters","resource":{"resourceType":"Parameters","parameter":[
                {"name":"User Type","valueString":"Patient"}]}}""";
        JsonNode asPatient = evaluate("CalcinosisPatientView", expression("MINERAL Card"), parameters);
        JsonNode asAnybody = evaluate("CalcinosisPatientView", expression("MINERAL Card"));

        assertThat(asPatient.at("/parameter/0/_valueBoolean/extension/0/url").asString())
                .isEqualTo("http://hl7.org/fhir/StructureDefinition/data-absent-reason");
        assertThat(asAnybody.at("/parameter/0/part").findValuesAsString("name")).contains("summary", "detail");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"name\":\"expression\",\"valueString\":\"Rosalind\"} ; 422 ; not-found ; Parameters.parameter[0]",
                "{\"name\":\"Rosalind\",\"valueString\":\"1\"} ; 400 ; invalid ; Parameters.parameter[0]",
                "{\"name\":\"parameters\",\"resource\":{\"resourceType\":\"Patient\"}} ; 400 ; value ; Parameters.parameter[0].resource",
                "{\"name\":\"parameters\",\"resource\":{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"Rosalind\",\"valueString\":\"1\"}]}} ; 400 ; value ; Parameters.parameter[0].resource.parameter[0]",
                "{\"name\":\"parameters\",\"resource\":{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"User Type\",\"valueBoolean\":true}]}} ; 400 ; value ; Parameters.parameter[0].resource.parameter[0]"
            })
    void wrongParametersAreRefusedNamingThePlace(String parameter, int status, String code, String location) {
        Response response = post("/fhir/Library/CalcinosisPatientView/$evaluate", parameter);

        assertThat(response.asString()).doesNotContain("Rosalind");
        response.then()
                .statusCode(status)
                .body("issue[0].code", equalTo(code))
                .body("issue[0].expression[0]", equalTo(location));
    }

    @Test
    void cqlFromOutsideIsNotTakenOutsideOfAuthoringMode() {
        given().port(port)
                .get("/fhir/metadata")
                .then()
                .body("rest[0].operation.name", hasItem("assess"))
                .body("rest[0].operation.name", not(hasItem("cql")));
        post("/fhir/$cql", "{\"name\":\"expression\",\"valueString\":\"1 + 1\"}")
                .then()
                .statusCode(400)
                .body("issue[0].diagnostics", containsString("no such interaction"));
    }

    private static BigDecimal product(JsonNode answer) {
        return answer.path("parameter")
                .valueStream()
                .filter(parameter -> parameter.path("name").asString().equals("Product"))
                .flatMap(parameter -> parameter.path("part").valueStream())
                .filter(part -> part.path("name").asString().equals("product"))
                .map(part -> part.path("valueDecimal").decimalValue())
                .findFirst()
                .orElseThrow();
    }

    private static String expression(String name) {
        return "{\"name\":\"expression\",\"valueString\":\"" + name + "\"}";
    }

    private JsonNode evaluate(String library, String... parameters) {
        return Json.read(post("/fhir/Library/" + library + "/$evaluate", parameters)
                .then()
                .statusCode(200)
                .extract()
                .asString());
    }

    private Response post(String path, String... parameters) {
        return given().port(port)
                .urlEncodingEnabled(false)
                .contentType("application/fhir+json;charset=utf-8")
                .body(ApplyIT.parameters(DIALYSIS, parameters))
                .post(path);
    }
}
