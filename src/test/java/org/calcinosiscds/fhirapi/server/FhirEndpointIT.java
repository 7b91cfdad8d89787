package org.calcinosiscds.fhirapi.server;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import io.restassured.http.Method;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What holds for every request to {@code /fhir}. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@ExtendWith(OutputCaptureExtension.class)
class FhirEndpointIT {
    private static final String SENTINEL = "Rosalind";

    @LocalServerPort
    int port;

    @Test
    void capabilityStatementListsWhatThereIs() {
        request()
                .get("/fhir/metadata")
                .then()
                .statusCode(200)
                .contentType("application/fhir+json")
                .body("resourceType", equalTo("CapabilityStatement"))
                .body("fhirVersion", equalTo("4.0.1"))
                .body("rest[0].resource.type", hasItem("PlanDefinition"))
                .header("X-Powered-By", equalTo(null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PlanDefinition/calcinosis-patient-view",
                "Library/CalciumPhosphateProduct",
                "ValueSet/lab-phosphate",
                "CodeSystem/rule",
                "ActivityDefinition/o-pth",
                "StructureDefinition/true-rules"
            })
    void knowledgeResourceIsRead(String reference) {
        request()
                .get("/fhir/" + reference)
                .then()
                .statusCode(200)
                .contentType("application/fhir+json")
                .body("resourceType", equalTo(reference.replaceFirst("/.*", "")))
                .body("id", equalTo(reference.replaceFirst(".*/", "")))
                .body("url", equalTo("https://calcinosis-cds.org/fhir/" + reference));
    }

    @ParameterizedTest
    @CsvSource({
        "404, PlanDefinition/Rosalind",
        "404, Patient/Rosalind",
        "404, Rosalind",
        "404, Patient",
        "400, $Rosalind",
        "400, PlanDefinition/calcinosis-patient-view/$Rosalind",
        "400, PlanDefinition/a/b/c/d",
        "404, Patient/_history/Rosalind",
        "400, ''"
    })
    void unknownAddressIsRefusedWithoutRepeatingIt(int status, String path, CapturedOutput output) {
        refusal(request().get("/fhir/" + path).then(), status);

        assertThat(output).doesNotContain(SENTINEL);
    }

    @ParameterizedTest
    @EnumSource(
            value = Method.class,
            names = {"POST", "PUT", "DELETE", "PATCH"})
    void nothingIsWritten(Method method) {
        ValidatableResponse response = request()
                .contentType("application/fhir+json;charset=utf-8")
                .body("{\"resourceType\":\"ValueSet\",\"id\":\"lab-phosphate\"}")
                .request(method, "/fhir/ValueSet/lab-phosphate")
                .then();

        assertThat(response.extract().statusCode()).isBetween(400, 499);
        refusal(response, response.extract().statusCode());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/fhir+xml",
                "text/xml",
                "text/html",
                "application/x-www-form-urlencoded",
                "text/plain"
            })
    void otherMediaTypesAreAnswered415(String contentType) {
        refusal(
                        request()
                                .header("Content-Type", contentType)
                                .body("<Bundle xmlns=\"http://hl7.org/fhir\"/>")
                                .post("/fhir/$assess")
                                .then(),
                        415)
                .body("issue[0].code", equalTo("not-supported"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/fhir+xml", "text/html", "application/fhir+json;q=0", "rubbish"})
    void nothingButJsonIsOffered(String accept) {
        refusal(request().header("Accept", accept).get("/fhir/metadata").then(), 406);
    }

    @ParameterizedTest
    @ValueSource(strings = {"xml", "application/fhir%2Bxml", "ttl", "html", "json&_format=xml"})
    void formatMustBeJson(String format) {
        refusal(
                request()
                        .urlEncodingEnabled(false)
                        .get("/fhir/metadata?_format=" + format)
                        .then(),
                406);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/fhir+xml, application/fhir+json;q=0.1", "*/*", "text/html,*/*", "application/json"})
    void jsonIsReturnedToClientsThatAcceptIt(String accept) {
        request()
                .header("Accept", accept)
                .get("/fhir/CodeSystem/rule?_format=json")
                .then()
                .statusCode(200)
                .contentType("application/fhir+json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"resourceType\":\"Bundle\",\"total\":1e3000000} | too-costly",
                "{\"resourceType\":\"Bundle\",\"\":{}} | structure",
                "{\"resourceType\":\"Bundle\",\"id\":\"a\",\"id\":\"Rosalind\"} | structure",
                "{\"resourceType\":\"Bundle\",\"id\":Rosalind} | structure",
                "[] | structure"
            })
    void guardStandsBeforeEveryParser(String body, String code, CapturedOutput output) {
        for (String path : new String[] {"/fhir/$assess", "/fhir/ValueSet", "/fhir/"}) {
            ValidatableResponse response = request()
                    .contentType("application/fhir+json;charset=utf-8")
                    .body(body)
                    .post(path)
                    .then();
            refusal(response, 400);
            if (!body.equals("[]")) {
                response.body("issue[0].code", equalTo(code));
            }
        }
        assertThat(output).doesNotContain(SENTINEL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "PATCH"})
    void whatCouldBeAskedInsteadIsSaid(String method) {
        request()
                .request(method, "/fhir/ValueSet/lab-phosphate")
                .then()
                .statusCode(405)
                .header("Allow", equalTo("GET, HEAD, POST"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"GET /fhir/CodeSystem/rule", "GET /cds-services", "POST /cds-services/none", "GET /api-docs"})
    void headerThatNobodyCouldMeanIsAnswered400(String call) throws Exception {
        String answer = raw(call + " HTTP/1.1", "Accept: */*\u0085\r\nIf-None-Match: \u0085\r\nOrigin: \u0085\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400").contains("OperationOutcome");
    }

    @Test
    void nothingIsBehindAnOperation() {
        refusal(
                request()
                        .urlEncodingEnabled(false)
                        .get("/fhir/ValueSet/lab-phosphate/$expand/Rosalind")
                        .then(),
                404);
    }

    /** Spring fails on some of these addresses, HAPI on others. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/%66hir/metadata",
                "//fhir/metadata",
                "/fhir/metadata;a=b",
                "/fhir/metadata?_format=%zz",
                "/fhir/Library?_id=%zz",
                "/fhir/metadata?mode=terminology",
                "/fhir/CodeSystem/rule?_summary=text",
                "/fhir/CodeSystem?%00=1",
                "/fhir/CodeSystem/rule?%00=1",
                "/fhir/CodeSystem/rule?_summary=Rosalind"
            })
    void addressThatCannotBeReadIsAnswered400(String address) throws Exception {
        String[] answer = raw("GET " + address + " HTTP/1.1", "").split("\\r\\n\\r\\n", 2);

        assertThat(answer[0]).startsWith("HTTP/1.1 400").contains("application/fhir+json");
        assertThat(answer[1]).contains("OperationOutcome").doesNotContain("Rosalind");
    }

    @ParameterizedTest
    @ValueSource(strings = {"_%66ormat=xml", "_format=%78ml", "_format=json%3BfhirVersion%3D5.0"})
    void formatMustBeJsonHoweverItIsEncoded(String query) {
        refusal(
                request()
                        .urlEncodingEnabled(false)
                        .get("/fhir/CodeSystem/rule?" + query)
                        .then(),
                406);
    }

    @Test
    void formOfASearchAsksForJsonAsWell() throws Exception {
        String form = "Content-Type: application/x-www-form-urlencoded\r\n";

        assertThat(raw("POST /fhir/CodeSystem/_search HTTP/1.1", form, "_format=xml"))
                .startsWith("HTTP/1.1 406");
        assertThat(raw("POST /fhir/CodeSystem/_search HTTP/1.1", form, "_id=%zz"))
                .startsWith("HTTP/1.1 400");
        assertThat(raw("POST /fhir/CodeSystem/_search HTTP/1.1", form, "_id=rule"))
                .startsWith("HTTP/1.1 200");
        assertThat(raw("POST /fhir/CodeSystem/_search HTTP/1.1", "Content-Type: application/json\r\n", "{}"))
                .startsWith("HTTP/1.1 415");
    }

    @Test
    void otherReleasesOfFhirAreNotSpoken() {
        refusal(
                request()
                        .header("Accept", "application/fhir+json; fhirVersion=5.0")
                        .get("/fhir/metadata")
                        .then(),
                406);
        refusal(
                request()
                        .header("Content-Type", "application/fhir+json; fhirVersion=5.0")
                        .body("{}")
                        .post("/fhir/$assess")
                        .then(),
                415);
        request()
                .header("Accept", "application/fhir+json; fhirVersion=4.0")
                .get("/fhir/metadata")
                .then()
                .statusCode(200);
    }

    @Test
    void barOfACanonicalNeedNotBeEncoded() throws Exception {
        assertThat(raw(
                        "GET /fhir/ValueSet/$expand?url=https://calcinosis-cds.org/fhir/ValueSet/lab-phosphate|0.1.0 HTTP/1.1",
                        ""))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void answersNameNoProduct() throws Exception {
        for (String path : new String[] {"/fhir", "/fhir/", "/fhir/metadata", "/fhir/nothing"}) {
            assertThat(raw("GET " + path + " HTTP/1.1", ""))
                    .doesNotContainIgnoringCase("hapi")
                    .doesNotContainIgnoringCase("server:")
                    .doesNotContainIgnoringCase("x-powered-by")
                    .doesNotContain("<html");
        }
    }

    /** As it is: clients of Java encode addresses. */
    private String raw(String requestLine, String headers) throws IOException {
        return raw(requestLine, headers, "");
    }

    private String raw(String requestLine, String headers, String body) throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            String length = body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n";
            socket.getOutputStream()
                    .write((requestLine + "\r\nHost: localhost\r\nConnection: close\r\n" + headers + length + "\r\n"
                                    + body)
                            .getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private RequestSpecification request() {
        return given().port(port);
    }

    private static ValidatableResponse refusal(ValidatableResponse response, int status) {
        response.statusCode(status)
                .contentType("application/fhir+json")
                .body("resourceType", equalTo("OperationOutcome"))
                .body("issue[0].severity", equalTo("error"))
                .body("issue[0].diagnostics", notNullValue())
                .body("issue[0].diagnostics", not(equalTo("")));
        assertThat(response.extract().asString())
                .doesNotContain(SENTINEL)
                .doesNotContain("HAPI")
                .doesNotContain("Exception");
        return response;
    }
}
