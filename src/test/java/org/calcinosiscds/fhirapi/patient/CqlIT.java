package org.calcinosiscds.fhirapi.patient;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.restassured.response.Response;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.calcinosiscds.cases.Json;
import org.calcinosiscds.cases.PatientCase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code $cql}, and how each type of CQL looks in FHIR. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "calcinosis.authoring.enabled=true",
            "calcinosis.evaluation.max-time=5s",
            "calcinosis.evaluation.threads=1"
        })
class CqlIT {
    private static final String ABSENT = "http://hl7.org/fhir/StructureDefinition/";
    private static final PatientCase DIALYSIS =
            PatientCase.named("dialysis-product-71-40").orElseThrow();

    @LocalServerPort
    int port;

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "true ; System.Boolean ; {'valueBoolean':true}",
                "2 + 3 ; System.Integer ; {'valueInteger':5}",
                "5L ; System.Long ; {'valueDecimal':5}",
                "9.40 ; System.Decimal ; {'valueDecimal':9.40}",
                "'a' + 'b' ; System.String ; {'valueString':'ab'}",
                "@2026-11-21 ; System.Date ; {'valueDate':'2026-11-21'}",
                "@2026-11 ; System.Date ; {'valueDate':'2026-11'}",
                "@2026-11-21T09:30:00.000Z ; System.DateTime ; {'valueDateTime':'2026-11-21T09:30:00.000Z'}",
                "@2026-11-21T ; System.DateTime ; {'valueDateTime':'2026-11-21'}",
                "@T14:30:00 ; System.Time ; {'valueTime':'14:30:00'}",
                "9.5 'mg/dL' ; System.Quantity ; {'valueQuantity':{'value':9.5,'unit':'mg/dL','system':'http://unitsofmeasure.org','code':'mg/dL'}}",
                "1 'mg':2 'mL' ; System.Ratio ; {'valueRatio':{'numerator':{'value':1,'unit':'mg','system':'http://unitsofmeasure.org','code':'mg'},'denominator':{'value':2,'unit':'mL','system':'http://unitsofmeasure.org','code':'mL'}}}",
                "Code { system: 'urn:x', code: 'y', display: 'z' } ; System.Code ; {'valueCoding':{'system':'urn:x','code':'y','display':'z'}}",
                "Concept { display: 'z', codes: { Code { system: 'urn:x', code: 'y' } } } ; System.Concept ; {'valueCodeableConcept':{'coding':[{'system':'urn:x','code':'y'}],'text':'z'}}",
                "Interval[@2026-01-01, @2026-01-31] ; Interval<System.Date> ; {'valuePeriod':{'start':'2026-01-01','end':'2026-01-31'}}",
                "Interval[@2026-01-01, @2026-02-01) ; Interval<System.Date> ; {'valuePeriod':{'start':'2026-01-01','end':'2026-01-31'}}",
                "Interval[1 'mg', null] ; Interval<System.Quantity> ; {'valueRange':{'low':{'value':1,'unit':'mg','system':'http://unitsofmeasure.org','code':'mg'}}}",
                "Patient.gender ; FHIR.AdministrativeGender ; {'valueCode':'male'}",
                "null ; System.Any ; {'_valueBoolean':{'extension':[{'url':'data-absent-reason','valueCode':'unknown'}]}}",
                "({} as List<Integer>) ; List<System.Integer> ; {'_valueBoolean':{'extension':[{'url':'cqf-isEmptyList','valueBoolean':true}]}}"
            })
    void valueIsMappedAsUsingCqlWithFhirSays(String expression, String type, String expected) {
        JsonNode answer = evaluate(expression);

        assertThat(answer.path("parameter").size()).isOne();
        JsonNode parameter = answer.at("/parameter/0");
        assertThat(parameter.path("name").asString()).isEqualTo("return");
        assertThat(parameter.at("/extension/0/url").asString()).isEqualTo(ABSENT + "cqf-cqlType");
        assertThat(parameter.at("/extension/0/valueString").asString()).isEqualTo(type);
        JsonNode expectedBody = Json.read(expected.replace('\'', '"')
                .replace("\"data-absent-reason", "\"" + ABSENT + "data-absent-reason")
                .replace("\"cqf-", "\"" + ABSENT + "cqf-"));
        expectedBody
                .propertyStream()
                .forEach(property -> assertThat(parameter.path(property.getKey()))
                        .hasToString(property.getValue().toString()));
    }

    @Test
    void listRepeatsItsParameter() {
        JsonNode answer = evaluate("{ 1, 2, null }");

        assertThat(answer.path("parameter").size()).isEqualTo(3);
        assertThat(answer.at("/parameter/1/valueInteger").asInt()).isEqualTo(2);
        assertThat(answer.at("/parameter/2/_valueBoolean").isMissingNode()).isFalse();
        assertThat(answer.at("/parameter/0/extension/0/valueString").asString()).isEqualTo("List<System.Integer>");
    }

    @Test
    void tupleHasParts() {
        JsonNode answer = evaluate("Tuple { a: 1, b: Tuple { c: { 'x', 'y' } }, d: null }");

        assertThat(answer.at("/parameter/0/part/0/name").asString()).isEqualTo("a");
        assertThat(answer.at("/parameter/0/part/0/valueInteger").asInt()).isOne();
        assertThat(answer.at("/parameter/0/part/1/part/1/valueString").asString())
                .isEqualTo("y");
    }

    @Test
    void intervalOfNumbersHasItsBoundsAsParts() {
        JsonNode answer = evaluate("Interval[1, 5)");

        assertThat(answer.findValuesAsString("name"))
                .containsExactly("return", "low", "lowClosed", "high", "highClosed");
        assertThat(answer.at("/parameter/0/part/2/valueInteger").asInt()).isEqualTo(5);
        assertThat(answer.at("/parameter/0/part/3/valueBoolean").asBoolean()).isFalse();
    }

    @Test
    void resourceIsAResource() {
        JsonNode answer = evaluate("First([Observation])");

        assertThat(answer.at("/parameter/0/resource/resourceType").asString()).isEqualTo("Observation");
    }

    @Test
    void librariesOfTheKnowledgeBaseAreIncluded() {
        JsonNode answer = evaluate("CalciumPhosphateProduct.\"Product\".product > 70");

        assertThat(answer.at("/parameter/0/valueBoolean").asBoolean()).isTrue();
    }

    @Test
    void retrieveByASingleCodeYieldsThatCodeAlone() {
        JsonNode answer = evaluate(
                "Count([Observation: Code { system: 'http://loinc.org', code: '17861-6' }]) < Count([Observation])");

        assertThat(answer.at("/parameter/0/valueBoolean").asBoolean()).isTrue();
    }

    @Test
    void defectIsToldByLineAndColumn() {
        post("1 +\n  Unknown")
                .then()
                .statusCode(422)
                .body("resourceType", equalTo("OperationOutcome"))
                .body("issue[0].expression[0]", equalTo("Parameters.parameter[0]"))
                .body("issue.diagnostics", hasItem(startsWith("Line 2, column 3: ")));
    }

    @Test
    void failureIsToldByLineColumnAndReason() {
        post("1 +\n  singleton from { 1, 2 }")
                .then()
                .statusCode(422)
                .body("issue.diagnostics", hasItem(startsWith("Line 2, column 3: ")))
                .body("issue[0].diagnostics", containsString("at most one element"));
        post("Message(3, true, '400', 'Error', 'This is an error!')")
                .then()
                .statusCode(422)
                .body("issue[0].diagnostics", startsWith("Line 1, column 1: "))
                .body("issue[0].diagnostics", containsString("This is an error!"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 + 1 = 2",
                "Interval[1, 5] contains 3",
                "{ 1, 2 }[1] = 2",
                "9.5 'mg/dL' > 9 'mg/dL'",
                "not exists [Condition]",
                "CalciumPhosphateProduct.\"Product\".product is null"
            })
    void expressionNeedsNoPatient(String expression) {
        assertThat(answer(withoutPatient(expression, ""))
                        .at("/parameter/0/valueBoolean")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void expressionWithoutPatientAndModelCannotNameThem() {
        withoutPatient("Patient.active", "")
                .then()
                .statusCode(422)
                .body("issue[0].diagnostics", startsWith("Line 1, column 1: "));
    }

    @Test
    void librariesInScopeAreThoseThatAreNamed() {
        String product = "CalciumPhosphateProduct.\"Product\" is not null";
        String url = "https://calcinosis-cds.org/fhir/Library/";
        String part = "{'name':'library','part':[{'name':'url','valueCanonical':'%s'}]},";

        assertThat(withoutPatient(product, part.formatted(url + "CalciumPhosphateProduct|0.1.0"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(withoutPatient(product, "{'name':'library','valueString':'KidneyDisease'},")
                        .statusCode())
                .isEqualTo(422);
        assertThat(withoutPatient(product, "{'name':'library','valueString':'Nothing'},")
                        .statusCode())
                .isEqualTo(422);
    }

    private static final String HUNDRED = "(expand { Interval[1, 100] } per 1)";
    private static final String LONG = "Count(%1$s A return Count(%1$s B return Count(%1$s C return Count(%1$s D))))"
            .formatted("(expand { Interval[1, 400] } per 1)");

    static Stream<Arguments> expressionsOverALimit() {
        String doubling = IntStream.range(1, 40)
                .mapToObj(number -> ", t%d: t%d + t%d".formatted(number, number - 1, number - 1))
                .collect(Collectors.joining());
        return Stream.of(
                arguments("1" + "+1".repeat(4999), "nested more than 500 deep"),
                arguments("not ".repeat(2000) + "true", "nested more than 500 deep"),
                arguments("(".repeat(3000) + "1" + ")".repeat(3000), "Brackets are nested more than 25 deep."),
                arguments("expand { Interval[1, 1000000000] } per 1", "SizeLimitExceeded"),
                arguments("expand Interval[1.0, 2.0]", "SizeLimitExceeded"),
                arguments("expand Interval[@2000-01-01T00:00:00, @2026-01-01T00:00:00]", "SizeLimitExceeded"),
                arguments("Count(expand { Interval[1, 1000000000] } per 1)", "SizeLimitExceeded"),
                arguments(
                        "Sum((expand { Interval[1, 1000000000] } per 1) X return X.low)", "Limit|not evaluated|simple"),
                arguments("Count(from %1$s A, %1$s B, %1$s C, %1$s D)".formatted(HUNDRED), "SizeLimitExceeded"),
                arguments("(1) X let t0: 'xxxxxxxxxx'%s return t39".formatted(doubling), "SizeLimitExceeded"),
                arguments("ReplaceMatches('aaaa', 'a', 'bbbb')", "The operator ReplaceMatches is not evaluated here."),
                arguments(LONG, "TimeLimitExceeded"));
    }

    @ParameterizedTest
    @MethodSource
    void expressionsOverALimit(String expression, String reason) {
        post(expression)
                .then()
                .statusCode(422)
                .contentType("application/fhir+json")
                .body("issue[0].diagnostics", matchesPattern(".*(?:" + reason + ").*"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Count(expand { Interval[1, 5000] } per 1) ; 5000",
                "Count(expand { Interval[@2026-01-01, @2026-12-31] } per day) ; 365",
                "Count(expand { Interval[1.0, 2.0] } per 0.1) ; 11"
            })
    void smallExpansionIsEvaluated(String expression, int size) {
        assertThat(evaluate(expression).at("/parameter/0/valueInteger").asInt()).isEqualTo(size);
    }

    @Test
    void hooksAreAnsweredWhileExpressionsOfAuthorsTakeAllTheyGet() throws Exception {
        List<CompletableFuture<Integer>> authors = Stream.generate(
                        () -> CompletableFuture.supplyAsync(() -> post(LONG).statusCode()))
                .limit(3)
                .toList();
        Thread.sleep(1000);

        given().port(port)
                .contentType("application/fhir+json;charset=utf-8")
                .body(DIALYSIS.bundle().toString())
                .post("/fhir/$assess")
                .then()
                .statusCode(200);
        assertThat(authors).noneMatch(CompletableFuture::isDone);
        for (CompletableFuture<Integer> author : authors) {
            assertThat(author.get()).isIn(422, 503);
        }
    }

    @Test
    void veryLongExpressionIsRefused() {
        post("1" + " + 1".repeat(5000)).then().statusCode(400);
    }

    @Test
    void operationIsOffered() {
        given().port(port).get("/fhir/metadata").then().body("rest[0].operation.name", hasItem("cql"));
    }

    @Test
    void authoringModeIsForLoopbackAlone() throws Exception {
        ServerProperties everywhere = new ServerProperties();
        ServerProperties elsewhere = new ServerProperties();
        elsewhere.setAddress(InetAddress.getByName("0.0.0.0"));

        assertThatThrownBy(() -> new AuthoringConfiguration().cqlOperation(null, null, everywhere))
                .hasMessageContaining("calcinosis.authoring.enabled");
        assertThatThrownBy(() -> new AuthoringConfiguration().cqlOperation(null, null, elsewhere))
                .hasMessageContaining("calcinosis.authoring.enabled");
    }

    private JsonNode evaluate(String expression) {
        Response response = post(expression);
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        return Json.read(response.asString());
    }

    private static JsonNode answer(Response response) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        return Json.read(response.asString());
    }

    /** @param more parameters, with a comma after each */
    private Response withoutPatient(String expression, String more) {
        String parameter = JsonNodeFactory.instance
                .objectNode()
                .put("name", "expression")
                .put("valueString", expression)
                .toString();
        return given().port(port)
                .urlEncodingEnabled(false)
                .contentType("application/fhir+json;charset=utf-8")
                .body("{\"resourceType\":\"Parameters\",\"parameter\":[" + more.replace('\'', '"') + parameter + "]}")
                .post("/fhir/$cql");
    }

    private Response post(String expression) {
        String parameter = JsonNodeFactory.instance
                .objectNode()
                .put("name", "expression")
                .put("valueString", expression)
                .toString();
        return given().port(port)
                .urlEncodingEnabled(false)
                .contentType("application/fhir+json;charset=utf-8")
                .body(ApplyIT.parameters(DIALYSIS, parameter))
                .post("/fhir/$cql");
    }
}
