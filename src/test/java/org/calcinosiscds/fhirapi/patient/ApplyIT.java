package org.calcinosiscds.fhirapi.patient;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.calcinosiscds.cases.Json;
import org.calcinosiscds.cases.PatientCase;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** {@code PlanDefinition/$apply}. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class ApplyIT {
    private static final String PATIENT_VIEW = "/fhir/PlanDefinition/calcinosis-patient-view/$apply";

    @LocalServerPort
    int port;

    /** One case for each set of rules that go together: the rules are those of the folder, and each action has what a card has. */
    @TestFactory
    Stream<DynamicTest> rulesAreThoseOfTheCase() {
        Set<List<String>> seen = new java.util.HashSet<>();
        return PatientCase.all().stream()
                .filter(each -> each.parameters().isEmpty())
                .filter(each -> seen.add(List.of(
                        each.hook(), each.userType(), each.answer().rules().toString())))
                .map(each -> dynamicTest(each.name(), () -> check(each)));
    }

    private void check(PatientCase patient) {
        Response response = apply(patient);
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        JsonNode plan = Json.read(response.asString());
        JsonNode group = contained(plan, "RequestGroup").get(0);
        List<JsonNode> actions = group.path("action").valueStream().toList();

        assertThat(plan.at("/activity/0/reference/reference").asString()).isEqualTo("#request-group");
        assertThat(contained(plan, "RiskAssessment").stream()
                        .flatMap(risk -> risk.path("code").path("coding").valueStream())
                        .map(coding -> coding.path("code").asString())
                        .sorted())
                .isEqualTo(patient.answer().rules());
        assertThat(actions).hasSameSizeAs(contained(plan, "RiskAssessment")).allSatisfy(action -> {
            assertThat(action.path("title").asString()).isNotBlank().hasSizeLessThan(140);
            assertThat(action.path("description").asString()).isNotBlank();
            assertThat(action.path("priority").asString()).isIn("routine", "urgent", "stat");
            assertThat(action.at("/documentation/0/display").asString()).isNotBlank();
            assertThat(action.at("/code/0/coding/0/code").asString()).isNotBlank();
        });
        List<String> containedIds = plan.path("contained")
                .valueStream()
                .map(each -> "#" + each.path("id").asString())
                .toList();
        assertThat(group.findValuesAsString("reference"))
                .filteredOn(reference -> reference.startsWith("#"))
                .allMatch(containedIds::contains);
        assertThat(containedIds).doesNotHaveDuplicates();
        assertThat(orders(plan)).allSatisfy(order -> {
            assertThat(order.path("status").asString()).isEqualTo("draft");
            assertThat(order.path("subject").path("reference").asString()).isEqualTo("Patient/" + patient.patientId());
        });
    }

    @Test
    void dialysisPatientIsProposedOrdersThatTheActionsPointAt() {
        PatientCase dialysis = named("dialysis-product-71-40");
        JsonNode plan = Json.read(apply(dialysis).asString());

        List<JsonNode> orders = orders(plan);
        assertThat(orders).isNotEmpty();
        assertThat(contained(plan, "RequestGroup").get(0).findValuesAsString("reference"))
                .containsAll(orders.stream()
                        .map(order -> "#" + order.path("id").asString())
                        .toList());
        assertThat(plan.path("instantiatesCanonical").get(0).asString())
                .isEqualTo("https://calcinosis-cds.org/fhir/PlanDefinition/calcinosis-patient-view|0.1.0");
    }

    @Test
    void encounterAndPractitionerAreCarriedOn() {
        PatientCase dialysis = named("dialysis-product-71-40");
        JsonNode plan = Json.read(post(
                        PATIENT_VIEW,
                        parameters(
                                dialysis,
                                "{\"name\":\"encounter\",\"valueString\":\"Encounter/e1\"}",
                                "{\"name\":\"practitioner\",\"valueString\":\"Practitioner/p1\"}"))
                .asString());

        assertThat(plan.at("/encounter/reference").asString()).isEqualTo("Encounter/e1");
        assertThat(plan.at("/author/reference").asString()).isEqualTo("Practitioner/p1");
        assertThat(orders(plan))
                .isNotEmpty()
                .allMatch(order -> order.at("/encounter/reference").asString().equals("Encounter/e1"));
    }

    @ParameterizedTest
    @CsvSource({
        "https://calcinosis-cds.org/fhir/PlanDefinition/calcinosis-patient-view, 200",
        "https://calcinosis-cds.org/fhir/PlanDefinition/calcinosis-patient-view|0.1.0, 200",
        "https://calcinosis-cds.org/fhir/PlanDefinition/calcinosis-patient-view|9, 404",
        "https://calcinosis-cds.org/fhir/PlanDefinition/Rosalind, 404"
    })
    void planIsFoundByItsCanonical(String url, int status) {
        Response response = post(
                "/fhir/PlanDefinition/$apply",
                parameters(named("dialysis-product-71-40"), "{\"name\":\"url\",\"valueUri\":\"%s\"}".formatted(url)));

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.asString()).doesNotContain("Rosalind/");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "[] ; required ; Parameters.parameter",
                "[{\"name\":\"subject\",\"valueString\":\"Patient/Rosalind\"}] ; required ; Parameters.parameter",
                "[{\"name\":\"Rosalind\",\"valueString\":\"x\"}] ; invalid ; Parameters.parameter[0]",
                "[{\"name\":\"practitioner\",\"valueString\":\"Patient/Rosalind\"}] ; value ; Parameters.parameter[0]",
                "[{\"name\":\"asOf\",\"valueDateTime\":\"2026\"}] ; value ; Parameters.parameter[0]",
                "[{\"name\":\"subject\",\"part\":[]}] ; invalid ; Parameters.parameter[0]",
                "[{\"name\":\"url\",\"valueUri\":\"x\"}] ; value ; Parameters.parameter[0]"
            })
    void wrongParametersAreAnswered400NamingThePlace(String parameters, String code, String location) {
        refusal(post(PATIENT_VIEW, "{\"resourceType\":\"Parameters\",\"parameter\":" + parameters + "}"), 400)
                .body("issue[0].code", equalTo(code))
                .body("issue[0].expression[0]", equalTo(location));
    }

    @Test
    void subjectThatIsNotInTheDataIsAnswered422() {
        String body = """
                {"resourceType":"Parameters","parameter":[{"name":"subject","valueString":"Patient/Rosalind"},
                {"name":"data","resource":{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient","id":"1"}}]}}]}""";

        refusal(post(PATIENT_VIEW, body), 422);
    }

    @Test
    void flawedRecordIsAnswered400NamingTheElement() {
        String body = """
                {"resourceType":"Parameters","parameter":[{"name":"subject","valueString":"Patient/1"},
                {"name":"data","resource":{"resourceType":"Bundle","entry":[
                {"resource":{"resourceType":"Patient","id":"1","genderr":"Rosalind"}}]}}]}""";

        refusal(post(PATIENT_VIEW, body), 400);
    }

    @Test
    void bundleAloneIsNoParameters() {
        refusal(post(PATIENT_VIEW, "{\"resourceType\":\"Bundle\",\"type\":\"collection\"}"), 400);
    }

    private static ValidatableResponse refusal(Response response, int status) {
        assertThat(response.asString()).doesNotContain("Rosalind");
        return response.then().statusCode(status).body("resourceType", equalTo("OperationOutcome"));
    }

    private static PatientCase named(String name) {
        return PatientCase.named(name).orElseThrow();
    }

    private Response apply(PatientCase patient) {
        return post(
                "/fhir/PlanDefinition/calcinosis-" + patient.hook() + "/$apply",
                parameters(patient, HookContexts.parameter(patient).toString()));
    }

    static String parameters(PatientCase patient, String... more) {
        List<String> parameters = new ArrayList<>(List.of(more));
        parameters.add("{\"name\":\"subject\",\"valueString\":\"Patient/%s\"}".formatted(patient.patientId()));
        parameters.add("{\"name\":\"asOf\",\"valueDateTime\":\"%s\"}".formatted(patient.asOfText()));
        parameters.add("{\"name\":\"data\",\"resource\":%s}".formatted(patient.bundle()));
        return "{\"resourceType\":\"Parameters\",\"parameter\":[" + String.join(",", parameters) + "]}";
    }

    private Response post(String path, String body) {
        return given().port(port)
                .urlEncodingEnabled(false)
                .contentType("application/fhir+json;charset=utf-8")
                .body(body)
                .post(path);
    }

    private static List<JsonNode> orders(JsonNode plan) {
        return Stream.of("ServiceRequest", "MedicationRequest")
                .flatMap(type -> contained(plan, type).stream())
                .toList();
    }

    private static List<JsonNode> contained(JsonNode plan, String type) {
        return plan.path("contained")
                .valueStream()
                .filter(each -> each.path("resourceType").asString().equals(type))
                .toList();
    }
}
