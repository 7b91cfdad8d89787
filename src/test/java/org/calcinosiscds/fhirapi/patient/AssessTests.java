package org.calcinosiscds.fhirapi.patient;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.calcinosiscds.cases.CaseFolder;
import org.calcinosiscds.cases.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code $assess} as an integrator meets it. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@ExtendWith(OutputCaptureExtension.class)
class AssessTests {
    private static final String AS_OF = "?asOf=2026-11-21T09:00:00Z";
    private static final String DIALYSIS = "dialysis-product-71-40";

    @LocalServerPort
    int port;

    @Test
    void recordIsAnsweredWithProductProblemAndDrafts() throws IOException {
        JsonNode answer = Json.read(post(AS_OF, bundle(DIALYSIS).toString())
                .statusCode(200)
                .contentType("application/fhir+json")
                .extract()
                .asString());
        ArrayNode entries = (ArrayNode) answer.path("entry");

        assertThat(answer.path("type").asString()).isEqualTo("collection");
        JsonNode product = entries.get(0).path("resource");
        assertThat(product.at("/valueQuantity/value").decimalValue()).isEqualByComparingTo("71.4");
        assertThat(product.at("/valueQuantity/code").asString()).isEqualTo("mg2/dL2");
        assertThat(product.at("/interpretation/0/coding/0/code").asString()).isEqualTo("HIGH");
        assertThat(product.at("/effectiveDateTime").asString()).isEqualTo("2026-11-11");
        assertThat(product.path("derivedFrom")).hasSize(3);
        assertThat(product.at("/note/0/text").asString())
                .contains("A product at or below 70 does not exclude dystrophic calcification or calciphylaxis");
        JsonNode risk = entries.get(1).path("resource");
        assertThat(risk.at("/code/coding/0/code").asString()).isEqualTo("CC-010");
        assertThat(risk.at("/code/coding/0/system").asString())
                .isEqualTo("https://calcinosis-cds.org/fhir/CodeSystem/rule");
        assertThat(risk.at("/code/coding/0/display").asString()).isNotBlank();
        assertThat(risk.at("/prediction/0/outcome/coding/0/code").asString()).isEqualTo("metastatic-risk");
        assertThat(risk.path("basis").findValuesAsString("reference")).contains("Condition/dialysis");
        assertThat(risk.path("mitigation").asString()).startsWith("Ca x P 71.4 mg2/dL2 (>70)");
        assertThat(risk.at("/extension/0/valueCode").asString()).isEqualTo("warning");
        assertThat(risk.at("/occurrenceDateTime").asString()).isEqualTo("2026-11-21T09:00:00Z");
        JsonNode order = entries.get(2).path("resource");
        assertThat(order.path("status").asString()).isEqualTo("draft");
        assertThat(order.at("/supportingInfo/0/reference").asString())
                .isEqualTo(entries.get(1).path("fullUrl").asString());
    }

    @Test
    void sameRecordGetsTheSameAnswer() throws IOException {
        String bundle = bundle(DIALYSIS).toString();

        assertThat(post(AS_OF, bundle).extract().asString())
                .isEqualTo(post(AS_OF, bundle).extract().asString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"collection", "searchset", "transaction", "batch", "document", "message", ""})
    void bundleMayBeOfAnyTypeButHistory(String type) throws IOException {
        ObjectNode bundle = bundle(DIALYSIS);
        bundle.remove("type");
        if (!type.isEmpty()) {
            bundle.put("type", type);
        }

        post(AS_OF, bundle.toString()).statusCode(200).body("entry.resource.resourceType", hasItem("RiskAssessment"));
    }

    @Test
    void transactionWithoutIdsIsReadByFullUrls() throws IOException {
        String bundle = bundle(DIALYSIS).toString();
        int number = 0;
        for (JsonNode entry : bundle(DIALYSIS).path("entry")) {
            String urn = "urn:uuid:00000000-0000-4000-8000-00000000000" + number++;
            JsonNode resource = entry.path("resource");
            String id = resource.path("id").asString();
            String reference = resource.path("resourceType").asString() + "/" + id;
            bundle = bundle.replace("\"" + entry.path("fullUrl").asString() + "\"", "\"" + urn + "\"")
                    .replace("\"" + reference + "\"", "\"" + urn + "\"")
                    .replace("\"id\":\"" + id + "\",", "");
        }
        assertThat(bundle).doesNotContain("\"id\"");

        post(AS_OF, bundle)
                .statusCode(200)
                .body("entry.resource.code.coding.code.flatten()", hasItem("CC-010"))
                .body("entry.resource.findAll { it.resourceType == 'OperationOutcome' }", hasSize(0));
    }

    @Test
    void pagesOfSeveralSearchesInABatchAreOneRecord() throws IOException {
        ObjectNode batch = bundle(DIALYSIS);
        ArrayNode entries = batch.withArray("entry").deepCopy();
        batch.put("type", "batch-response").remove("entry");
        for (JsonNode entry : entries) {
            ObjectNode searchset =
                    batch.objectNode().put("resourceType", "Bundle").put("type", "searchset");
            searchset.putArray("entry").add(entry);
            batch.withArray("entry").addObject().set("resource", searchset);
        }

        post(AS_OF, batch.toString())
                .statusCode(200)
                .body("entry.resource.code.coding.code.flatten()", hasItem("CC-010"));
    }

    @Test
    void everyPatientIsAnsweredAndABadOneIsReported() throws IOException {
        ObjectNode bundle = bundle(DIALYSIS);
        ArrayNode entries = bundle.withArray("entry");
        entries.addObject().putObject("resource").put("resourceType", "Patient").put("id", "well");
        entries.addObject()
                .putObject("resource")
                .put("resourceType", "Patient")
                .put("id", "bad")
                .put("Rosalind", "x");
        entries.addObject()
                .putObject("resource")
                .put("resourceType", "Observation")
                .put("status", "final");
        int first = entries.size() - 3;

        post(AS_OF, bundle.toString())
                .statusCode(200)
                .body(
                        "entry.resource.findAll { it.resourceType == 'Observation' }.subject.reference",
                        containsInAnyOrder("Patient/patient", "Patient/well"))
                .body(
                        "entry.resource.find { it.subject?.reference == 'Patient/well' }.dataAbsentReason.coding[0].code",
                        equalTo("no-data"))
                .body(
                        "entry.resource.findAll { it.resourceType == 'OperationOutcome' }.issue.flatten().severity",
                        equalTo(List.of("error", "warning")))
                .body(
                        "entry.resource.findAll { it.resourceType == 'OperationOutcome' }.issue.flatten().expression.flatten()",
                        equalTo(List.of(
                                "Bundle.entry[" + (first + 1) + "].resource",
                                "Bundle.entry[" + (first + 2) + "].resource")));
    }

    @Test
    void subjectIsTheOnlyOneAssessed() throws IOException {
        ObjectNode bundle = bundle(DIALYSIS);
        bundle.withArray("entry")
                .addObject()
                .putObject("resource")
                .put("resourceType", "Patient")
                .put("id", "well");

        post(AS_OF, parameters(bundle, "{\"name\":\"subject\",\"valueReference\":{\"reference\":\"Patient/well\"}}"))
                .statusCode(200)
                .body("entry", hasSize(1))
                .body("entry[0].resource.subject.reference", equalTo("Patient/well"));
        post(AS_OF, parameters(bundle, "{\"name\":\"subject\",\"valueString\":\"Patient/Rosalind\"}"))
                .statusCode(422)
                .body("issue[0].code", equalTo("required"))
                .body("issue[0].diagnostics", equalTo("The data do not hold the subject."))
                .body("issue[0].expression", equalTo(List.of("Parameters.parameter[0].resource")));
    }

    @Test
    void parametersSayTheInstantAndTheHook() throws IOException {
        post(
                        "",
                        parameters(
                                bundle(DIALYSIS),
                                "{\"name\":\"asOf\",\"valueDateTime\":\"2028-11-21T09:00:00Z\"}",
                                "{\"name\":\"hook\",\"valueCode\":\"patient-view\"}"))
                .statusCode(200)
                .body("entry[0].resource.dataAbsentReason.coding[0].code", equalTo("no-data"))
                .body("entry[0].resource.issued", startsWith("2028-11-21T09:00:00"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\":\"asOf\",\"valueDateTime\":\"2026-11-21\"} | parameter[1]",
                "{\"name\":\"asOf\",\"valueDateTime\":\"Rosalind\"} | parameter[1]",
                "{\"name\":\"asOf\",\"valueDateTime\":\"3026-11-21T09:00:00Z\"} | parameter[1]",
                "{\"name\":\"asOf\"} | parameter[1]",
                "{\"name\":\"hook\",\"valueCode\":\"Rosalind\"} | parameter[1]",
                "{\"name\":\"Rosalind\",\"valueCode\":\"x\"} | parameter[1]",
                "{\"name\":\"subject\",\"valueString\":\"Rosa lind\"} | parameter[1]",
                "{\"valueCode\":\"x\"} | parameter[1]",
                "{\"name\":\"data\",\"resource\":{\"resourceType\":\"Patient\"}} | parameter[1]",
                "[] | parameter[1]"
            })
    void wrongParameterIsRefusedByItsPlace(String parameter, String place, CapturedOutput output) throws IOException {
        String answer = post("", parameters(bundle(DIALYSIS), parameter))
                .statusCode(400)
                .body("issue[0].expression", equalTo(List.of("Parameters." + place)))
                .extract()
                .asString();

        assertThat(answer + output).doesNotContain("Rosa");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?asOf=yesterday", "?hook=order", "?asOf=2026-11-21T09:00:00Z&asOf=2026-11-21T09:00:00Z"})
    void wrongParameterOfTheAddressIsRefused(String query) throws IOException {
        post(query, bundle(DIALYSIS).toString()).statusCode(400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"resourceType\":\"Bundle\",\"type\":\"collection\"} | 422 | required",
                "{\"resourceType\":\"Bundle\",\"type\":\"history\",\"entry\":[{\"resource\":{\"resourceType\":\"Patient\",\"id\":\"1\"}}]}"
                        + " | 422 | not-supported",
                "{\"resourceType\":\"Bundle\",\"link\":[{\"relation\":\"next\",\"url\":\"x\"}],\"entry\":[]} | 422 | incomplete",
                "{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":{\"resourceType\":\"OperationOutcome\","
                        + "\"issue\":[{\"severity\":\"error\",\"code\":\"exception\"}]}}]} | 422 | incomplete",
                "{\"resourceType\":\"OperationOutcome\"} | 422 | incomplete",
                "{\"resourceType\":\"Parameters\"} | 400 | invalid",
                "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"data\",\"resource\":1}]} | 400 | structure",
                "{\"resourceType\":\"Rosalind\"} | 422 | required",
                "{} | 400 | structure",
                "[] | 400 | structure",
                "{\"resourceType\":\"Bundle\",\"entry\":{}} | 400 | structure",
                "{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":{\"resourceType\":\"Patient\",\"id\":\"1\",\"birthDate\":\"Rosalind\"}}]}"
                        + " | 400 | value"
            })
    void whatCannotCarryADecisionIsRefused(String body, int status, String code, CapturedOutput output) {
        String answer = post("", body)
                .statusCode(status)
                .contentType("application/fhir+json")
                .body("issue[0].code", equalTo(code))
                .extract()
                .asString();

        assertThat(answer + output).doesNotContain("Rosalind");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{'resourceType':'Condition','valeu':1 ; structure ; Bundle.entry[1].resource",
                "{'resourceType':'Condition','onsetDateTime':'Rosalind' ; value ; Bundle.entry[1].resource.onsetDateTime",
                "{'resourceType':'Observation','status':'Rosalind','code':{'coding':[{'system':'http://loinc.org','code':'2777-1'}]} ; value ; Bundle.entry[1].resource.status",
                "{'resourceType':'MedicationRequest','medication':{'concept':{'text':'Rosalind'}} ; structure ; Bundle.entry[1].resource",
                "{'resourceType':'Condition','modifierExtension':[{'url':'http://x','valueBoolean':true}] ; not-supported ; Bundle.entry[1].resource",
                "{'resourceType':'Condition','\\u006dodifierExtension':[{'url':'http://x','valueBoolean':true}] ; not-supported ; Bundle.entry[1].resource",
                "{'resourceType':'Condition','implicitRules':'http://x' ; not-supported ; Bundle.entry[1].resource"
            })
    void resourceThatIsNotUnderstoodIsNamedBesideTheAnswer(String resource, String code, String place) {
        String outcome = "entry.resource.findAll { it.resourceType == 'OperationOutcome' }.issue.flatten()";

        post(
                        "",
                        ("{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'Patient','id':'1'}},{'resource':"
                                        + resource + ",'subject':{'reference':'Patient/1'}}}]}")
                                .replace('\'', '"'))
                .statusCode(200)
                .body("entry[0].resource.resourceType", equalTo("Observation"))
                .body(outcome + ".severity", equalTo(List.of("error")))
                .body(outcome + ".code", equalTo(List.of(code)))
                .body(outcome + ".expression.flatten()", equalTo(List.of(place)))
                .body(not(containsString("Rosalind")));
    }

    /** Nobody reads it, so it cannot change the answer; that it was left out is said. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'resourceType':'NutritionProduct','status':'active'}",
                "{'resourceType':'Claim','status':'Rosalind'}",
                "{'resourceType':'Observation','status':'final','code':{'coding':[{'system':'http://loinc.org','code':'9999-9'}]},"
                        + "'subject':{'reference':'Patient/1'},'valueQuantity':{'value':3,'comparator':'='}}"
            })
    void flawInWhatNobodyReadsIsPassedOver(String resource) {
        post(
                        "",
                        ("{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'Patient','id':'1'}},{'resource':"
                                        + resource + "}]}")
                                .replace('\'', '"'))
                .statusCode(200)
                .body("entry[0].resource.resourceType", equalTo("Observation"))
                .body(
                        "entry.resource.findAll { it.resourceType == 'OperationOutcome' }.issue.flatten().severity",
                        equalTo(List.of("warning")));
    }

    /** As HL7's own examples and hospitals write elements that no rule reads. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "'name':[{'family':'X','_given':[{'extension':[{'url':'http://hl7.org/fhir/StructureDefinition/data-absent-reason','valueCode':'masked'}]}]}]",
                "'text':{'status':'generated','div':'<div xmlns=\\\"http://www.w3.org/1999/xhtml\\\">R & D</div>'}",
                "'gender':'Rosalind'",
                "'contact':[{'modifierExtension':[{'url':'http://x','valueBoolean':true}]}]",
                "'photo':[{'contentType':'image/png','data':'not base64!'}]"
            })
    void flawInAnElementThatNobodyReadsDoesNoHarm(String element) {
        post(
                        "",
                        ("{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'Patient','id':'1'," + element
                                        + "}}]}")
                                .replace('\'', '"'))
                .statusCode(200)
                .body("entry.resource.resourceType", equalTo(List.of("Observation")));
    }

    /** What is not understood, is no record or could be read in two ways is refused and not passed over. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "'type':'Rosalind' ; `` ; value ; Bundle.type",
                "'Rosalind':[] ; `` ; structure ; Bundle",
                "'implicitRules':'http://Rosalind' ; `` ; structure ; Bundle",
                "'type':'batch' ; {'recource':{'resourceType':'Patient'}} ; structure ; Bundle.entry[1]",
                "'type':'batch' ; {'resource':null} ; structure ; Bundle.entry[1].resource",
                "'type':'batch' ; {'fullUrl':'urn:uuid:1'} ; structure ; Bundle.entry[1]",
                "'type':'batch' ; {'fullUrl':5,'resource':{'resourceType':'Patient'}} ; structure ; Bundle.entry[1].fullUrl",
                "'type':'batch' ; {'modifierExtension':[],'resource':{'resourceType':'Patient'}} ; structure ; Bundle.entry[1]",
                "'type':'transaction' ; {'request':{'method':'DELETE','url':'Observation/1'}} ; value ; Bundle.entry[1].request",
                "'type':'batch' ; {'resource':{'resourceType':'Patient','id':'1','gender':'male'}} ; multiple-matches ; Bundle.entry[1].resource"
            })
    void whatIsNotUnderstoodIsRefused(String element, String entry, String code, String place) {
        String bundle = "{'resourceType':'Bundle',%s,'entry':[{'resource':{'resourceType':'Patient','id':'1'}}%s]}"
                .formatted(element, entry.isEmpty() ? "" : "," + entry);

        post("", bundle.replace('\'', '"'))
                .statusCode(400)
                .body("issue[0].code", equalTo(code))
                .body("issue[0].expression", equalTo(List.of(place)))
                .body(not(containsString("Rosalind")));
    }

    @Test
    void twoPatientsOfOneIdAreTakenForOneAnother() {
        String answer = post("", """
                        {"resourceType":"Bundle","entry":[
                        {"fullUrl":"http://a.example.org/Patient/1","resource":{"resourceType":"Patient","id":"1"}},
                        {"fullUrl":"http://b.example.org/Patient/1","resource":{"resourceType":"Patient","id":"1"}},
                        {"fullUrl":"http://b.example.org/Patient/2","resource":{"resourceType":"Patient","id":"2"}}]}""").statusCode(200).extract().asString();

        assertThat(Json.read(answer).findValuesAsString("severity")).containsExactly("error", "error");
        assertThat(Json.read(answer)
                        .path("entry")
                        .valueStream()
                        .map(entry -> entry.at("/resource/subject/reference").asString("")))
                .containsExactlyInAnyOrder("", "", "Patient/2");
    }

    @Test
    void resourceThatIsSentTwiceAlikeIsOne() {
        post("", """
                        {"resourceType":"Bundle","entry":[
                        {"resource":{"resourceType":"Patient","id":"1"}},{"resource":{"resourceType":"Patient","id":"1"}}]}""").statusCode(200);
    }

    @Test
    void parameterOfTheAddressThatIsNotKnownIsRefused() {
        post("?asof=2026-11-21T09:00:00Z", "{\"resourceType\":\"Patient\",\"id\":\"1\"}")
                .statusCode(400);
        post("?%00=1", "{\"resourceType\":\"Patient\",\"id\":\"1\"}").statusCode(400);
    }

    @Test
    void answerIsPrettyOnRequest() {
        post("?_pretty=true", "{\"resourceType\":\"Patient\",\"id\":\"1\"}")
                .statusCode(200)
                .body(startsWith("{\n"));
    }

    @Test
    void versionOfTheSubjectDoesNotMatter() {
        post("?subject=Patient/1/_history/7", "{\"resourceType\":\"Patient\",\"id\":\"1\"}")
                .statusCode(200);
    }

    @Test
    void assessmentIsLoggedInNumbers(CapturedOutput output) throws IOException {
        post(AS_OF, bundle(DIALYSIS).toString()).statusCode(200);

        // The line is written when the answer has left.
        await().untilAsserted(
                        () -> assertThat(output)
                                .contains(
                                        "Answered FHIR request. operation=\"assess\" patients=\"1\" assessed=\"1\" leftOver=\"0\" status=\"200\""));
    }

    @Test
    void getIsAnswered405() {
        given().port(port).get("/fhir/$assess").then().statusCode(405).header("Allow", "POST");
    }

    private ValidatableResponse post(String query, String body) {
        return given().port(port)
                .urlEncodingEnabled(false)
                .contentType("application/fhir+json;charset=utf-8")
                .body(body)
                .post("/fhir/$assess" + query)
                .then();
    }

    private static ObjectNode bundle(String name) throws IOException {
        return (ObjectNode) Json.read(Files.readString(CaseFolder.bundle(name)));
    }

    private static String parameters(ObjectNode data, String... others) {
        return "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"data\",\"resource\":%s},%s]}"
                .formatted(data, String.join(",", others));
    }
}
