package org.calcinosiscds.fhirapi.patient;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;

/** What {@code $assess} refuses, what it names beside the answer, and what it reads over. */
class AssessErrorIT extends AssessTest {
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
    void wrongParameterIsRefusedByItsPlace(String parameter, String location, CapturedOutput output)
            throws IOException {
        String answer = post("", parameters(bundle(DIALYSIS), parameter))
                .statusCode(400)
                .body("issue[0].expression", equalTo(List.of("Parameters." + location)))
                .extract()
                .asString();

        assertThat(answer + output).doesNotContain("Rosa");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/fhir+json", "application/fhir+ndjson"})
    void explanationIsRefusedToClientsWhoseSettingsDoNotAllowIt(String type) throws IOException {
        given().port(port)
                .contentType(type + ";charset=utf-8")
                .body(bundle(DIALYSIS).toString().getBytes(StandardCharsets.UTF_8))
                .post("/fhir/$assess?explain=true")
                .then()
                .statusCode(403)
                .body("issue[0].code", equalTo("forbidden"))
                .body("issue[0].diagnostics", equalTo("The settings of this client do not allow parameter 'explain'."));
        post("?explain=false", bundle(DIALYSIS).toString()).statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?asOf=yesterday",
                "?hook=order",
                "?explain=perhaps",
                "?asOf=2026-11-21T09:00:00Z&asOf=2026-11-21T09:00:00Z"
            })
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
    void resourceThatIsNotUnderstoodIsNamedBesideTheAnswer(String resource, String code, String location) {
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
                .body(outcome + ".expression.flatten()", equalTo(List.of(location)))
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
    void whatIsNotUnderstoodIsRefused(String element, String entry, String code, String location) {
        String bundle = "{'resourceType':'Bundle',%s,'entry':[{'resource':{'resourceType':'Patient','id':'1'}}%s]}"
                .formatted(element, entry.isEmpty() ? "" : "," + entry);

        post("", bundle.replace('\'', '"'))
                .statusCode(400)
                .body("issue[0].code", equalTo(code))
                .body("issue[0].expression", equalTo(List.of(location)))
                .body(not(containsString("Rosalind")));
    }

    @Test
    void parameterOfTheAddressThatIsNotKnownIsRefused() {
        post("?asof=2026-11-21T09:00:00Z", "{\"resourceType\":\"Patient\",\"id\":\"1\"}")
                .statusCode(400);
        post("?%00=1", "{\"resourceType\":\"Patient\",\"id\":\"1\"}").statusCode(400);
    }

    @Test
    void getIsAnswered405() {
        given().port(port).get("/fhir/$assess").then().statusCode(405).header("Allow", "POST");
    }
}
