package org.calcinosiscds.cdshooks;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import io.restassured.http.ContentType;
import io.restassured.http.Method;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class HttpErrorIT extends HookTest {
    @Test
    void unknownServiceIsAnswered404() {
        outcome(
                        request()
                                .body(HookRequest.patientView().toString())
                                .post("/cds-services/other")
                                .then(),
                        404)
                .body("issue[0].code", equalTo("not-found"))
                .body(
                        "issue[0].diagnostics",
                        equalTo("No CDS service has this id; GET /cds-services lists those there are."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/other", "/error", "/cds-services/", SERVICE + "/", SERVICE + "/feedback/x", "/favicon.ico"})
    void unknownPathIsAnswered404(String path) {
        outcome(request().get(path).then(), 404).body("issue[0].diagnostics", equalTo("Nothing is at this address."));
    }

    @ParameterizedTest
    @EnumSource(
            value = Method.class,
            names = {"GET", "PUT", "DELETE", "PATCH"})
    void wrongMethodIsAnswered405WithAllow(Method method) {
        outcome(request().request(method, SERVICE).then(), 405).header("Allow", equalTo("POST"));
    }

    @Test
    void postToDiscoveryIsAnswered405() {
        outcome(request().body("{}").post("/cds-services").then(), 405).header("Allow", equalTo("GET"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/xml",
                "application/fhir+xml",
                "multipart/form-data",
                "application/x-www-form-urlencoded",
                "application/json;charset=ISO-8859-1",
                "application/json;charset=no-such",
                "rubbish"
            })
    void wrongMediaTypeIsAnswered415(String contentType) throws IOException {
        assertThat(raw(
                        "POST " + SERVICE + " HTTP/1.1\r\nContent-Type: " + contentType + "\r\nContent-Length: 2\r\n",
                        "{}"))
                .startsWith("HTTP/1.1 415 ")
                .contains("Content-Type: application/fhir+json")
                .contains("\"code\":\"not-supported\"")
                .contains("The body must be application/json in UTF-8 without Content-Encoding.");
    }

    @Test
    void missingMediaTypeIsAnswered415() throws IOException {
        assertThat(raw("POST " + SERVICE + " HTTP/1.1\r\nContent-Length: 2\r\n", "{}"))
                .startsWith("HTTP/1.1 415 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/json; charset=utf-8",
                "application/json;charset=\"UTF-8\"",
                "application/fhir+json"
            })
    void jsonInUtf8IsTaken(String contentType) throws IOException {
        String body = HookRequest.patientView().toString();
        assertThat(raw(
                        "POST " + SERVICE + " HTTP/1.1\r\nContent-Type: " + contentType + "\r\nContent-Length: "
                                + body.length() + "\r\n",
                        body))
                .startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "br", "x"})
    void compressedBodyIsAnswered415(String encoding) {
        outcome(
                request()
                        .header("Content-Encoding", encoding)
                        .body("{}")
                        .post(SERVICE)
                        .then(),
                415);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "application/xml", "application/fhir+xml", "application/fhir+json;q=0"})
    void answerThatIsNotAcceptableIsAnswered406(String accept) {
        outcome(
                        request()
                                .accept(accept)
                                .body(HookRequest.patientView().toString())
                                .post(SERVICE)
                                .then(),
                        406)
                .body("issue[0].code", equalTo("not-supported"));
        outcome(request().accept(accept).get("/cds-services").then(), 406);
    }

    @Test
    void answerThatWouldComeTooLateIs503() {
        outcome(call(HookRequest.patientView().with("prefetch.observations", saying("too late"))), 503)
                .header("Retry-After", equalTo("1"))
                .body("issue[0].code", equalTo("timeout"));
    }

    @Test
    void overloadIsAnswered503WithRetryAfter() {
        outcome(call(HookRequest.patientView().with("prefetch.observations", saying("overload"))), 503)
                .header("Retry-After", equalTo("1"))
                .body("issue[0].code", equalTo("throttled"))
                .body("issue[0].diagnostics", equalTo("The service is busy; try again in a second."));
    }

    @ParameterizedTest
    @CsvSource({
        "broken define, EvaluationException, Expression Product of Mineral failed.",
        "bug, IllegalStateException, ''",
        "stack overflow, StackOverflowError, ''"
    })
    void faultIsAnswered500WithAnIdThatIsInTheLog(String text, String type, String detail, CapturedOutput output) {
        String diagnostics = outcome(call(HookRequest.patientView().with("prefetch.observations", saying(text))), 500)
                .body("issue[0].code", equalTo("exception"))
                .body(
                        "issue[0].diagnostics",
                        matchesPattern("The service failed; its log has the details under [0-9a-f-]{36}\\."))
                .extract()
                .path("issue[0].diagnostics");

        String id = diagnostics.replaceAll(".* under (.*)\\.", "$1");
        assertThat(output.toString())
                .contains("fault=\"" + id + "\"")
                .contains(type)
                .contains("detail=\"" + detail + "\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/cds-services/%",
                "/cds-services/{x}",
                "/cds-services/a%2Fb",
                "/a/../../b",
                "/api-docs/../fhir/Library",
                "/fhir/../api-docs",
                "/fhir/./metadata",
                "/fhir/metadata/..",
                "/fhir/%2e%2e/cds-services",
                "/fhir//metadata",
                "/fhir/metadat%61",
                "/%66hir/metadata",
                "/cds-services/calcinosis%2Dpatient-view",
                "/cds-services/calcinosis-patient-view/%46eedback",
                "/fhir/metadata;v=1",
                "/fhir/metadata%3Bv=1",
                "/fhir%5Cmetadata",
                "/%00",
                "//",
                "/a;b=%",
                "/cds-services/\"",
                "http://[/"
            })
    void invalidAddressIsAnsweredWithAnOutcome(String target) throws IOException {
        String answer = raw("GET " + target + " HTTP/1.1\r\n", "");

        assertThat(answer)
                .matches("(?s)HTTP/1.1 40[04] .*")
                .contains("application/fhir+json")
                .contains("OperationOutcome");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FOO /cds-services HTTP/1.1\r\n",
                "TRACE /cds-services HTTP/1.1\r\n",
                "GET /cds-services HTTP/9\r\n",
                "GET /cds-services HTTP/1.1\r\nBad Header: 1\r\n",
                "GET\r\n",
                "POST /cds-services/x HTTP/1.1\r\nContent-Length: -1\r\n",
                "POST /cds-services/x HTTP/1.1\r\nTransfer-Encoding: x\r\n"
            })
    void requestThatTomcatRefusesIsAnsweredWithAnOutcome(String head) throws IOException {
        assertThat(raw(head, "")).matches("(?s)HTTP/1.1 (4|50[15]).*").contains("OperationOutcome");
    }

    /** Sends what a client library would not; returns all that comes back. */
    private String raw(String head, String body) throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write((head + "Host: localhost\r\nConnection: close\r\n\r\n" + body)
                            .getBytes(StandardCharsets.UTF_8));
            try (InputStream in = socket.getInputStream()) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
    }

    private RequestSpecification request() {
        return given().port(port).contentType(ContentType.JSON).when();
    }

    private static ValidatableResponse outcome(ValidatableResponse response, int status) {
        return response.statusCode(status)
                .contentType("application/fhir+json")
                .body("resourceType", equalTo("OperationOutcome"))
                .body("issue[0].severity", equalTo("error"));
    }

    private static String saying(String text) {
        return HookRequest.observation("a", "p1", "1").replace("calcium", text);
    }
}
