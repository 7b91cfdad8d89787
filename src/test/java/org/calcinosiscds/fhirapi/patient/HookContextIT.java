package org.calcinosiscds.fhirapi.patient;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.response.Response;
import java.util.List;
import java.util.stream.Stream;
import org.calcinosiscds.cases.Json;
import org.calcinosiscds.cases.PatientCase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Parameter {@code context} of {@code $assess} and {@code $apply}: what is being written, which the record does not say. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class HookContextIT {
    private static final PatientCase CASE =
            PatientCase.named("aluminium-or-magnesium-egfr-29").orElseThrow();

    @LocalServerPort
    int port;

    @Test
    void draftWithoutAnIdIsJudgedUnderANameOfItsOwn() {
        assertThat(rulesAndBasis(context -> draft(context).remove("id")))
                .contains("CC-109")
                .contains("MedicationRequest/draft-1");
    }

    @Test
    void draftNamedByItsFullUrlIsCalledByIt() {
        assertThat(rulesAndBasis(context -> {
                    draft(context).remove("id");
                    ((ObjectNode) context.at("/draftOrders/entry/0"))
                            .put("fullUrl", "urn:uuid:0b3c4a1e-7a1f-4b5e-9d0e-000000000001");
                }))
                .contains("CC-109")
                .contains("MedicationRequest/0b3c4a1e-7a1f-4b5e-9d0e-000000000001");
    }

    @Test
    void draftStandsForTheOrderOfTheRecordThatItEdits() {
        ObjectNode bundle = CASE.bundle().deepCopy();
        ObjectNode edited = ((ObjectNode) CASE.context().at("/draftOrders/entry/0/resource")).deepCopy();
        edited.putObject("meta").put("versionId", "7").put("lastUpdated", "2026-11-20T00:00:00Z");
        bundle.withArray("entry")
                .addObject()
                .put("fullUrl", "https://ehr.example.org/fhir/MedicationRequest/d1")
                .set("resource", edited.put("status", "active"));

        JsonNode answer = assess(bundle, CASE.context().deepCopy(), "order-sign");

        assertThat(rules(answer)).containsExactly("CC-109");
    }

    @Test
    void draftOfAnotherPatientIsReportedAndNotJudged() {
        ObjectNode context = CASE.context().deepCopy();
        ((ObjectNode) draft(context).path("subject")).put("reference", "Patient/other");

        JsonNode answer = assess(CASE.bundle(), context, "order-sign");

        assertThat(rules(answer)).isEmpty();
        assertThat(outcome(answer).at("/issue/0/severity").asString()).isEqualTo("warning");
        assertThat(outcome(answer).at("/issue/0/expression/0").asString())
                .isEqualTo("Parameters.parameter[1].part[0].resource.entry[0].resource");
    }

    @Test
    void draftOfAnotherPatientOfTheSameBundleIsReportedToo() {
        ObjectNode bundle = CASE.bundle().deepCopy();
        bundle.withArray("entry")
                .addObject()
                .putObject("resource")
                .put("resourceType", "Patient")
                .put("id", "other");
        ObjectNode context = CASE.context().deepCopy();
        ((ObjectNode) draft(context).path("subject")).put("reference", "Patient/other");

        JsonNode answer = assess(bundle, context, "order-sign");

        assertThat(rules(answer)).isEmpty();
        assertThat(outcome(answer).at("/issue/0/diagnostics").asString()).contains("another patient's");
    }

    @Test
    void emptyDraftsMeanThatNothingIsBeingWritten() {
        ObjectNode bundle = CASE.bundle().deepCopy();
        bundle.withArray("entry").addObject().set("resource", draft(CASE.context()));
        ObjectNode nothing =
                (ObjectNode) Json.read("{\"draftOrders\":{\"resourceType\":\"Bundle\",\"type\":\"collection\"}}");

        assertThat(rules(assess(bundle, nothing, "order-sign"))).isEmpty();
        assertThat(rules(assess(bundle, null, "order-sign"))).containsExactly("CC-109");
    }

    @Test
    void onlySelectedDraftsAreJudgedAtOrderSelect() {
        ObjectNode context = CASE.context().deepCopy();
        ObjectNode second = draft(context).deepCopy();
        second.put("id", "d2").putObject("medicationCodeableConcept").put("text", "something else");
        context.withObject("/draftOrders").withArray("entry").addObject().set("resource", second);
        context.withArray("selections").add("MedicationRequest/d2");

        assertThat(rules(assess(CASE.bundle(), context, "order-select"))).isEmpty();
        context.withArray("selections").add("MedicationRequest/d1");
        assertThat(rules(assess(CASE.bundle(), context, "order-select"))).containsExactly("CC-109");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "order-select ; {'selections':['MedicationRequest/Rosalind']} ; value ; .part[0]",
                "order-select ; {'selections':['Rosalind']} ; invalid ; .part[0]",
                "order-sign ; {'selections':['MedicationRequest/d1']} ; invalid ; .part[0]",
                "patient-view ; {'draftOrders':{'resourceType':'Bundle'}} ; invalid ; .part[0]",
                "patient-view ; {'Rosalind':'x'} ; invalid ; .part[0]",
                "patient-view ; {'userId':'Rosalind'} ; invalid ; .part[0]",
                "encounter-discharge ; {'encounterId':'Encounter/Rosalind'} ; invalid ; .part[0]",
                "order-sign ; {'draftOrders':'Rosalind'} ; invalid ; .part[0]",
                "order-sign ; {'draftOrders':{'resourceType':'Patient','id':'Rosalind'}} ; invalid ; .part[0]",
                "order-sign ; {'draftOrders':{'resourceType':'Bundle','link':[{'relation':'next','url':'Rosalind'}]}} ; invalid ; .part[0].resource",
                "order-sign ; {'draftOrders':{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'MedicationRequest','status':'Rosalind'}}]}} ; value ; .part[0].resource.entry[0].resource.status",
                "problem-list-item-create ; {'userId':'Practitioner/1'} ; required ; ``",
                "problem-list-item-create ; {'conditions':{'resourceType':'OperationOutcome','issue':[]}} ; invalid ; .part[0]"
            })
    void wrongPartsAreRefusedNamingThePlace(String hook, String context, String code, String location) {
        Response response = post(CASE.bundle(), (ObjectNode) Json.read(context.replace('\'', '"')), hook);

        assertThat(response.asString()).doesNotContain("Rosalind");
        response.then()
                .statusCode(400)
                .body("issue[0].code", equalTo(code))
                .body("issue[0].expression[0]", equalTo("Parameters.parameter[1]" + location));
    }

    @Test
    void flawedDraftIsRefused() {
        ObjectNode context = CASE.context().deepCopy();
        draft(context).put("medication", "Rosalind");

        post(CASE.bundle(), context, "order-sign")
                .then()
                .statusCode(400)
                .body("issue[0].expression[0]", equalTo("Parameters.parameter[1].part[0].resource.entry[0].resource"));
    }

    @Test
    void contextOfSeveralPatientsIsRefused() {
        ObjectNode bundle = CASE.bundle().deepCopy();
        bundle.withArray("entry")
                .addObject()
                .putObject("resource")
                .put("resourceType", "Patient")
                .put("id", "other");
        ObjectNode parameters = parameters(bundle, CASE.context(), "order-sign");
        parameters
                .withArray("parameter")
                .removeIf(parameter -> parameter.path("name").asString().equals("subject"));

        send("/fhir/$assess", parameters).then().statusCode(400).body("issue[0].code", equalTo("required"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/fhir/$assess", "/fhir/PlanDefinition/calcinosis-problem-list-item-create/$apply"})
    void nobodyGuessesWhichProblemIsNew(String path) {
        ObjectNode parameters = parameters(CASE.bundle(), null, "problem-list-item-create");
        if (path.endsWith("$apply")) {
            parameters
                    .withArray("parameter")
                    .removeIf(parameter -> parameter.path("name").asString().equals("hook"));
        }

        send(path, parameters).then().statusCode(400).body("issue[0].code", equalTo("required"));
    }

    @Test
    void encounterOfTheContextIsThatOfTheDrafts() {
        PatientCase dialysis = PatientCase.named("dialysis-product-71-40").orElseThrow();
        ObjectNode context = (ObjectNode) Json.read("{\"encounterId\":\"e1\"}");

        JsonNode answer = assess(dialysis.bundle(), context, "patient-view");

        assertThat(resources(answer, "ServiceRequest"))
                .isNotEmpty()
                .allMatch(order -> order.at("/encounter/reference").asString().equals("Encounter/e1"));
    }

    private interface Change {
        void make(ObjectNode context);
    }

    /** Rules and basis of the answer, for a changed context. */
    private String rulesAndBasis(Change change) {
        ObjectNode context = CASE.context().deepCopy();
        change.make(context);
        return resources(assess(CASE.bundle(), context, "order-sign"), "RiskAssessment")
                .toString();
    }

    private static ObjectNode draft(ObjectNode context) {
        return (ObjectNode) context.at("/draftOrders/entry/0/resource");
    }

    private JsonNode assess(ObjectNode bundle, ObjectNode context, String hook) {
        Response response = post(bundle, context, hook);
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        return Json.read(response.asString());
    }

    private Response post(ObjectNode bundle, ObjectNode context, String hook) {
        return send("/fhir/$assess", parameters(bundle, context, hook));
    }

    private Response send(String path, ObjectNode parameters) {
        return given().port(port)
                .urlEncodingEnabled(false)
                .contentType("application/fhir+json;charset=utf-8")
                .body(Json.write(parameters))
                .post(path);
    }

    private static ObjectNode parameters(ObjectNode bundle, ObjectNode context, String hook) {
        ObjectNode parameters = (ObjectNode) Json.read("{\"resourceType\":\"Parameters\"}");
        parameters.withArray("parameter").addObject().put("name", "data").set("resource", bundle);
        if (context != null) {
            parameters.withArray("parameter").add(HookContexts.parameter(context));
        }
        parameters.withArray("parameter").addObject().put("name", "hook").put("valueCode", hook);
        parameters.withArray("parameter").addObject().put("name", "asOf").put("valueDateTime", CASE.asOfText());
        parameters
                .withArray("parameter")
                .addObject()
                .put("name", "subject")
                .put("valueString", "Patient/" + CASE.with(bundle).patientId());
        return parameters;
    }

    private static List<String> rules(JsonNode answer) {
        return resources(answer, "RiskAssessment").stream()
                .flatMap(risk -> risk.at("/code/coding").valueStream())
                .map(coding -> coding.path("code").asString())
                .toList();
    }

    private static JsonNode outcome(JsonNode answer) {
        return resources(answer, "OperationOutcome").get(0);
    }

    private static List<JsonNode> resources(JsonNode answer, String type) {
        Stream<JsonNode> entries = answer.path("entry").valueStream();
        return entries.map(entry -> entry.path("resource"))
                .filter(resource -> resource.path("resourceType").asString().equals(type))
                .toList();
    }
}
