package org.calcinosiscds.fhirapi.patient;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.micrometer.core.instrument.MeterRegistry;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.calcinosiscds.client.TokenMaker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** {@code /fhir} with clients configured, and with room for one Bundle at a time. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"calcinosis.admission.bundles=1", "calcinosis.limits.body-time=60s"})
@Import(TrustedBundlesIT.FixedClock.class)
class TrustedBundlesIT {
    private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");
    private static final TokenMaker EHR = TokenMaker.es384("key");
    private static final String JSON = "application/fhir+json";
    private static final String PATIENT = "{\"resourceType\":\"Patient\",\"id\":\"1\"}";
    private static final String PARAMETERS =
            "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"subject\",\"valueString\":\"Patient/1\"},"
                    + "{\"name\":\"data\",\"resource\":" + PATIENT + "}]}";

    @TempDir
    static Path folder;

    @LocalServerPort
    int port;

    @TestConfiguration(proxyBeanMethods = false)
    static class FixedClock {
        @Bean
        @Primary
        Clock fixedClock() {
            return Clock.fixed(NOW, ZoneOffset.UTC);
        }
    }

    @DynamicPropertySource
    static void clients(DynamicPropertyRegistry settings) throws IOException {
        Path keys = Files.writeString(folder.resolve("keys.json"), TokenMaker.jwks(EHR));
        settings.add("calcinosis.public-url", () -> TokenMaker.PUBLIC_URL);
        settings.add("calcinosis.clients[0].name", () -> "ehr");
        settings.add("calcinosis.clients[0].issuer", () -> TokenMaker.ISSUER);
        settings.add("calcinosis.clients[0].keys", () -> keys.toUri().toString());
    }

    @ParameterizedTest
    @CsvSource({
        "/fhir/$assess, application/fhir+json, false",
        "/fhir/$assess, application/fhir+ndjson, false",
        "/fhir/PlanDefinition/calcinosis-patient-view/$apply, application/fhir+json, true",
        "/fhir/Library/CalciumPhosphateProduct/$evaluate, application/fhir+json, true"
    })
    void postsNeedATokenForTheirAddressOrTheBase(String path, String type, boolean takesParameters) {
        String body = takesParameters ? PARAMETERS : PATIENT;

        for (String audience : new String[] {path, "/fhir"}) {
            post(bearer(audience), path, type, body).statusCode(200);
        }
        unauthorized(post(given(), path, type, body));
        unauthorized(post(bearer("/cds-services/calcinosis-patient-view"), path, type, body));
        unauthorized(post(bearer("/fhir/Library"), path, type, body));
        unauthorized(post(given().header("Authorization", "Bearer a.b.c"), path, type, body));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/fhir/Library/CalciumPhosphateProduct",
                "/fhir/ValueSet?_count=1",
                "/fhir/ValueSet/lab-phosphate/$expand",
                "/fhir/nothing"
            })
    void readsNeedATokenToo(String address) {
        unauthorized(given().port(port).urlEncodingEnabled(false).get(address).then());
        unauthorized(bearer("/cds-services")
                .port(port)
                .urlEncodingEnabled(false)
                .get(address)
                .then());
        assertThat(bearer("/fhir")
                        .port(port)
                        .urlEncodingEnabled(false)
                        .get(address)
                        .statusCode())
                .isEqualTo(address.endsWith("nothing") ? 404 : 200);
    }

    @Test
    void tokenIsGoodForOneCall() {
        String token = EHR.token("/fhir", NOW);

        post(given().header("Authorization", "Bearer " + token), "/fhir/$assess", JSON, PATIENT)
                .statusCode(200);
        unauthorized(post(given().header("Authorization", "Bearer " + token), "/fhir/$assess", JSON, PATIENT));
    }

    @Test
    void whatTheServiceSaysOfItselfNeedsNone() {
        for (String address : new String[] {
            "/", "/fhir/metadata", "/api-docs", "/api-docs/fhir", "/api-docs/cds-services", "/rules/CC-010"
        }) {
            given().port(port).get(address).then().statusCode(200);
            unauthorized(given().port(port)
                    .header("Authorization", "Bearer a.b.c")
                    .get(address)
                    .then());
        }
        unauthorized(given().port(port).delete("/api-docs/fhir").then());
        String page = given().port(port).get("/api-docs").asString();
        assertThat(page).contains("data-try-it=\"false\"");
        String script = page.replaceFirst("(?s).*src=\"([^\"]+)\".*", "$1");
        given().port(port).get("/" + script).then().statusCode(200);
    }

    /** The first keeps the only place while its body has not arrived; hooks have places of their own, reads need none. */
    @Test
    void bundlesWaitForNobodyAndTakeNoRoomFromHooks(@Autowired MeterRegistry meters) throws IOException {
        try (Socket slow = new Socket("localhost", port)) {
            OutputStream out = slow.getOutputStream();
            out.write(("POST /fhir/$assess HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/fhir+json\r\n"
                            + "Authorization: Bearer " + EHR.token("/fhir", NOW)
                            + "\r\nContent-Length: 100\r\n\r\n{")
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            await().until(
                            () -> meters.get("calcinosis.admitted")
                                    .tag("bulkhead", "bundles")
                                    .gauge()
                                    .value(),
                            equalTo(1.0));

            post(bearer("/fhir"), "/fhir/$assess", JSON, PATIENT)
                    .statusCode(503)
                    .header("Retry-After", equalTo("1"));
            bearer("/fhir").port(port).get("/fhir/CodeSystem/rule").then().statusCode(200);
            bearer("/cds-services/calcinosis-patient-view")
                    .port(port)
                    .contentType("application/json")
                    .body("{}")
                    .post("/cds-services/calcinosis-patient-view")
                    .then()
                    .statusCode(400);
        }
    }

    private RequestSpecification bearer(String audience) {
        return given().header("Authorization", "Bearer " + EHR.token(audience, NOW));
    }

    private ValidatableResponse post(RequestSpecification request, String path, String type, String body) {
        Response response = request.port(port)
                .urlEncodingEnabled(false)
                .header("Content-Type", type + ";charset=utf-8")
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post(path);
        // To its end: until then the call has the only place.
        response.asByteArray();
        return response.then();
    }

    private static void unauthorized(ValidatableResponse response) {
        response.statusCode(401)
                .contentType(JSON)
                .header("WWW-Authenticate", equalTo("Bearer"))
                .body("issue[0].code", equalTo("login"));
    }
}
