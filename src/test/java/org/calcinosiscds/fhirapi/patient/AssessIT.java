package org.calcinosiscds.fhirapi.patient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import java.io.IOException;
import java.util.List;
import org.calcinosiscds.cases.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code $assess} as an integrator meets it. */
class AssessIT extends AssessTest {
    private static final String AS_OF = "?asOf=2026-11-21T09:00:00Z";

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
}
