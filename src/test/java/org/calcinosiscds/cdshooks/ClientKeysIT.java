package org.calcinosiscds.cdshooks;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.function.IntSupplier;
import org.calcinosiscds.client.TokenMaker;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** The life of two clients whose servers are down when the service starts, come back one after the other, and change their keys. */
@TestPropertySource(properties = {"management.server.port=0", "management.server.address=127.0.0.1"})
@TestMethodOrder(OrderAnnotation.class)
class ClientKeysIT extends HookTest {
    private static final Instant NOW = Instant.parse("2026-11-21T09:00:00.123Z");
    private static final TokenMaker NORTH = TokenMaker.es384("north");
    private static final TokenMaker NORTH_NEW = TokenMaker.es384("north-new");
    private static final TokenMaker SOUTH = TokenMaker.rsa("south", "RS384", 2048);

    @RegisterExtension
    static final WireMockExtension SITES = WireMockExtension.newInstance()
            .options(WireMockConfiguration.options().dynamicPort())
            .configureStaticDsl(false)
            // Keys are fetched between two tests, too: without its stubs it would answer 404.
            .resetOnEachTest(false)
            .build();

    @LocalManagementPort
    private int management;

    @DynamicPropertySource
    static void clients(DynamicPropertyRegistry settings) {
        breakDown("north");
        breakDown("south");
        settings.add("calcinosis.public-url", () -> TokenMaker.PUBLIC_URL);
        for (int i = 0; i < 2; i++) {
            String name = i == 0 ? "north" : "south";
            settings.add("calcinosis.clients[" + i + "].name", () -> name);
            settings.add("calcinosis.clients[" + i + "].issuer", () -> name);
            settings.add("calcinosis.clients[" + i + "].deadline", () -> "30s");
            settings.add("calcinosis.clients[" + i + "].jwks-url", () -> SITES.url("/" + name));
        }
    }

    private static void publish(String client, TokenMaker... keys) {
        SITES.stubFor(get("/" + client).willReturn(okJson(TokenMaker.jwks(keys))));
    }

    private static void breakDown(String client) {
        SITES.stubFor(get("/" + client).willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
    }

    @Test
    @Order(1)
    void withoutAnyKeysTheServiceIsAliveAndNotReady() throws Exception {
        breakDown("north");
        breakDown("south");

        assertThat(call("north", NORTH)).isEqualTo(401);
        assertThat(call("south", SOUTH)).isEqualTo(401);
        given().port(port).get("/actuator/health/liveness").then().statusCode(200);
        given().port(port).get("/actuator/health/readiness").then().statusCode(503);
        health().statusCode(503)
                .body("components.anyClient.status", equalTo("DOWN"))
                .body("components.clients.components.north.status", equalTo("DOWN"))
                .body("components.clients.components.north.details.lastFetch", equalTo("unreachable"));
        assertThat(metrics())
                .contains("calcinosis_keys_fetches_total{client=\"north\",outcome=\"unreachable\"}")
                .contains("calcinosis_keys_age_seconds{client=\"south\"} NaN");
    }

    @Test
    @Order(2)
    void oneClientIsAnsweredAsSoonAsItsKeysAreThereAndTheOtherIsNot() throws Exception {
        breakDown("south");
        publish("north", NORTH);

        assertThat(eventually(() -> call("north", NORTH))).isEqualTo(200);
        assertThat(call("south", SOUTH)).isEqualTo(401);
        given().port(port).get("/actuator/health/readiness").then().statusCode(200);
        health().body("components.anyClient.status", equalTo("UP"))
                .body("components.clients.components.north.status", equalTo("UP"))
                .body("components.clients.components.north.details.lastFetch", equalTo("ok"))
                .body("components.clients.components.south.status", equalTo("DOWN"));
        assertThat(metrics())
                .contains("calcinosis_keys_fetches_total{client=\"north\",outcome=\"ok\"}")
                .containsPattern("calcinosis_keys_age_seconds\\{client=\"north\"} \\d");
    }

    @Test
    @Order(3)
    void otherClientIsFoundWithoutACall() throws Exception {
        publish("south", SOUTH);

        assertThat(eventually(() -> health().extract()
                                .path("components.clients.components.south.status")
                                .equals("UP")
                        ? 200
                        : 0))
                .isEqualTo(200);
        assertThat(call("south", SOUTH)).isEqualTo(200);
    }

    @Test
    @Order(4)
    void keysThatAreKnownOutlastTheirServer() {
        breakDown("north");

        assertThat(call("north", NORTH)).isEqualTo(200);
        assertThat(call("north", NORTH_NEW)).isEqualTo(401);
        assertThat(call("north", NORTH)).isEqualTo(200);
        given().port(port).get("/actuator/health/readiness").then().statusCode(200);
    }

    @Test
    @Order(5)
    void rotationWithBothKeysPublishedFailsNoCall() {
        publish("south", SOUTH, NORTH_NEW);

        assertThat(call("south", SOUTH)).isEqualTo(200);
        assertThat(call("south", NORTH_NEW)).isEqualTo(200);
        assertThat(call("south", SOUTH)).isEqualTo(200);
    }

    private int call(String issuer, TokenMaker key) {
        return given().port(port)
                .header("Authorization", "Bearer " + key.token(SERVICE, NOW, issuer))
                .contentType(ContentType.JSON)
                .body(HookRequest.patientView().toString())
                .post(SERVICE)
                .statusCode();
    }

    private ValidatableResponse health() {
        return given().port(management).get("/actuator/health").then();
    }

    private String metrics() {
        return given().port(management).get("/actuator/prometheus").asString();
    }

    private static int eventually(IntSupplier call) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        int status = 0;
        while (status != 200 && System.nanoTime() < end) {
            Thread.sleep(100);
            status = call.getAsInt();
        }
        return status;
    }
}
