package org.calcinosiscds.cdshooks;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.micrometer.core.instrument.MeterRegistry;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.Instant;
import java.util.List;
import org.calcinosiscds.client.TokenMaker;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The service with clients configured, whose keys are fetched over HTTP. */
@ExtendWith(OutputCaptureExtension.class)
class TrustedClientsIT extends HookTest {
    @RegisterExtension
    static final WireMockExtension EHR = WireMockExtension.newInstance()
            .options(WireMockConfiguration.options().dynamicPort())
            .configureStaticDsl(false)
            .build();

    private static final Instant NOW = Instant.parse("2026-11-21T09:00:00.123Z");
    private static final String ORIGIN = "https://ehr.example.org";
    private static final TokenMaker FIRST = TokenMaker.es384("first");
    private static final TokenMaker SECOND = TokenMaker.rsa("second", "RS384", 2048);

    @Autowired
    MeterRegistry meters;

    @DynamicPropertySource
    static void clients(DynamicPropertyRegistry settings) {
        publish(FIRST);
        settings.add("calcinosis.public-url", () -> TokenMaker.PUBLIC_URL);
        settings.add("calcinosis.clients[0].name", () -> "ehr");
        settings.add("calcinosis.clients[0].issuer", () -> TokenMaker.ISSUER);
        settings.add("calcinosis.clients[0].jwks-url", () -> EHR.url("/jwks").replace("127.0.0.1", "localhost"));
        settings.add("calcinosis.clients[0].cors-origins", () -> ORIGIN);
        settings.add("calcinosis.clients[0].deadline", () -> "30s");
        settings.add("calcinosis.clients[0].cds-hooks", () -> "3.0");
        settings.add("server.address", () -> "0.0.0.0");
    }

    private static void publish(TokenMaker... makers) {
        EHR.stubFor(get("/jwks").willReturn(okJson(TokenMaker.jwks(makers))));
    }

    @BeforeEach
    void publishOneKey() {
        publish(FIRST);
    }

    @Test
    void callWithATokenIsAnsweredOnce() {
        String token = FIRST.token(SERVICE, NOW);

        hook(bearer(token)).statusCode(200).body("cards[0].indicator", equalTo("critical"));
        assertUnauthorized(hook(bearer(token)));
    }

    @Test
    void callWithoutATokenIsRefusedBeforeItsBodyIsRead() {
        assertUnauthorized(hook(given()));
        for (String path : List.of(SERVICE, SERVICE + "/feedback", "/fhir/$assess")) {
            assertUnauthorized(given().port(port)
                    .contentType(ContentType.JSON)
                    .body("{")
                    .post(path)
                    .then());
        }
        assertUnauthorized(given().port(port).get("/anything").then());
        assertUnauthorized(given().port(port).get("/actuator/metrics").then());
    }

    @Test
    void everyRefusalLooksTheSame() {
        List<String> headers = List.of(
                "",
                "Basic dXNlcjpwYXNz",
                "Bearer",
                "Bearer x",
                "Bearer " + "a.".repeat(4100) + "b",
                "Bearer " + FIRST.token("/cds-services/other", NOW),
                "Bearer " + FIRST.token(SERVICE, NOW.minusSeconds(4000)),
                "Bearer " + TokenMaker.es384("first").token(SERVICE, NOW));

        assertThat(headers)
                .extracting(header -> assertUnauthorized(hook(given().header("Authorization", header)))
                        .extract()
                        .asString())
                .containsOnly(
                        "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\",\"code\":\"login\","
                                + "\"diagnostics\":\"A valid bearer token is needed.\"}]}");
    }

    @Test
    void twoAuthorizationHeadersAreRefused() {
        assertUnauthorized(hook(bearer(FIRST.token(SERVICE, NOW)).header("Authorization", "Bearer x")));
    }

    @Test
    void reasonOfARefusalIsCountedAndLoggedAndNotAnswered(CapturedOutput output) {
        double before = refused("audience");

        String answer = assertUnauthorized(hook(bearer(FIRST.token("/cds-services/other", NOW))))
                .extract()
                .asString();

        assertThat(refused("audience")).isEqualTo(before + 1);
        assertThat(answer).doesNotContain("audience");
        assertThat(output.getAll()).contains("tokenRefused=\"audience\"").doesNotContain("eyJ");
    }

    private double refused(String reason) {
        var counter =
                meters.find("calcinosis.tokens.refused").tag("reason", reason).counter();
        return counter == null ? 0 : counter.count();
    }

    @Test
    void newKeyIsAcceptedAsSoonAsItIsPublished() {
        publish(FIRST, SECOND);

        hook(bearer(SECOND.token(SERVICE, NOW))).statusCode(200);
        hook(bearer(FIRST.token(SERVICE, NOW))).statusCode(200);
    }

    @Test
    void feedbackMayNameItsServiceOrItself() {
        for (String audience : List.of(SERVICE, SERVICE + "/feedback")) {
            bearer(FIRST.token(audience, NOW))
                    .port(port)
                    .contentType(ContentType.JSON)
                    .body("x")
                    .post(SERVICE + "/feedback")
                    .then()
                    .header("WWW-Authenticate", nullValue());
        }
    }

    @Test
    void discoveryNeedsNoTokenButABadOneIsRefused() {
        given().port(port).get("/cds-services").then().statusCode(200);
        assertUnauthorized(bearer("a.b.c").port(port).get("/cds-services").then());
    }

    @Test
    void clientOfVersion3GetsTemplatesWithFhirPath() {
        String conditions = "services[0].prefetch.conditions";

        bearer(FIRST.token("/cds-services", NOW))
                .port(port)
                .get("/cds-services")
                .then()
                .statusCode(200)
                .body("services[0].version", equalTo("STU3"))
                .body(conditions, containsString("&recorded-date=ge{{today() - 92 days}}"));
        given().port(port)
                .get("/cds-services")
                .then()
                .body("services[0].version", equalTo("STU2"))
                .body(conditions, equalTo("Condition?patient={{context.patientId}}"));
    }

    @Test
    void missingDataIsToldInACard() {
        HookRequest request = HookRequest.patientView().without("prefetch.conditions");

        hook(request)
                .statusCode(200)
                .body("cards", hasSize(1))
                .body("cards[0].summary", equalTo("The check could not run"))
                .body("cards[0].indicator", equalTo("info"))
                .body("cards[0].source.label", equalTo("Calcinosis cutis"))
                .body(
                        "cards[0].extension.'org.calcinosis-cds'.missing",
                        contains("Prefetch key 'conditions' was absent."))
                .body("cards[0]", not(hasKey("uuid")));
        hook(request.with("context.userId", "\"Patient/p1\"")).statusCode(412);
        hook(request.with("context.patientId", "\"p2\"")).statusCode(400);
    }

    private ValidatableResponse hook(HookRequest request) {
        return bearer(FIRST.token(SERVICE, NOW))
                .port(port)
                .contentType(ContentType.JSON)
                .body(request.toString())
                .post(SERVICE)
                .then();
    }

    @Test
    void healthNeedsNoToken() {
        given().port(port).get("/actuator/health/liveness").then().statusCode(200);
    }

    @Test
    void browserOfTheClientMayCall() {
        given().port(port)
                .header("Origin", ORIGIN)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization,content-type,traceparent,tracestate")
                .options(SERVICE)
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", equalTo(ORIGIN))
                .header("Access-Control-Allow-Methods", containsString("POST"))
                .header("Access-Control-Allow-Headers", equalTo("authorization, content-type, traceparent, tracestate"))
                .header("Access-Control-Allow-Credentials", nullValue());
        for (ValidatableResponse answer : List.of(
                hook(bearer(FIRST.token(SERVICE, NOW)).header("Origin", ORIGIN)).statusCode(200),
                assertUnauthorized(hook(given().header("Origin", ORIGIN))))) {
            answer.header("Access-Control-Allow-Origin", equalTo(ORIGIN));
            assertThat(answer.extract().headers().getValues("Vary")).contains("Origin");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://ehr.example.org.attacker.net", "https://attacker.net", "http://ehr.example.org", "null"
            })
    void browserOfAnybodyElseMayNotRead(String origin) {
        given().port(port)
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "POST")
                .options(SERVICE)
                .then()
                .statusCode(403)
                .contentType("application/fhir+json")
                .header("Access-Control-Allow-Origin", nullValue());
        hook(bearer(FIRST.token(SERVICE, NOW)).header("Origin", origin))
                .statusCode(200)
                .header("Access-Control-Allow-Origin", nullValue())
                .header("Vary", equalTo("Origin"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/fhir/$assess", "/actuator/health"})
    void browsersHaveNoBusinessElsewhere(String path) {
        given().port(port)
                .header("Origin", ORIGIN)
                .header("Access-Control-Request-Method", "POST")
                .options(path)
                .then()
                .header("Access-Control-Allow-Origin", nullValue());
    }

    private static RequestSpecification bearer(String token) {
        return given().header("Authorization", "Bearer " + token);
    }

    private ValidatableResponse hook(RequestSpecification request) {
        return request.port(port)
                .contentType(ContentType.JSON)
                .body(HookRequest.patientView().toString())
                .post(SERVICE)
                .then();
    }

    private static ValidatableResponse assertUnauthorized(ValidatableResponse response) {
        return response.statusCode(401)
                .header("Cache-Control", equalTo("no-store"))
                .contentType("application/fhir+json")
                .header("WWW-Authenticate", equalTo("Bearer"))
                .body("issue[0].code", equalTo("login"));
    }
}
