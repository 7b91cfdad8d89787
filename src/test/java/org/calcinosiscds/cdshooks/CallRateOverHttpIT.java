package org.calcinosiscds.cdshooks;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import io.micrometer.core.instrument.MeterRegistry;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.calcinosiscds.client.TokenMaker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A client with a limit next to one without. */
class CallRateOverHttpIT extends HookTest {
    private static final Instant NOW = Instant.parse("2026-11-21T09:00:00.123Z");
    private static final TokenMaker KEY = TokenMaker.es384("key");

    @TempDir
    static Path folder;

    @Autowired
    private MeterRegistry meters;

    @DynamicPropertySource
    static void clients(DynamicPropertyRegistry settings) throws IOException {
        Path keys = Files.writeString(folder.resolve("keys.json"), TokenMaker.jwks(KEY));
        settings.add("calcinosis.public-url", () -> TokenMaker.PUBLIC_URL);
        for (int i = 0; i < 2; i++) {
            String name = i == 0 ? "limited" : "free";
            settings.add("calcinosis.clients[" + i + "].name", () -> name);
            settings.add("calcinosis.clients[" + i + "].issuer", () -> name);
            settings.add("calcinosis.clients[" + i + "].keys", () -> "file:" + keys);
            settings.add("calcinosis.clients[" + i + "].deadline", () -> "30s");
        }
        settings.add("calcinosis.clients[0].calls-per-second", () -> "1");
    }

    @Test
    void clientIsToldWhenToGoOnAndOthersAreNotHeldUp() {
        for (int call = 0; call < 10; call++) {
            call("limited", SERVICE).statusCode(200);
        }
        for (String path : new String[] {SERVICE, SERVICE + "/feedback", "/fhir/$assess"}) {
            firstRefused(path)
                    .header("Retry-After", matchesPattern("[1-9]\\d*"))
                    .contentType("application/fhir+json")
                    .body("issue[0].code", equalTo("throttled"));
        }
        call("free", SERVICE).statusCode(200);
        given().port(port).get("/cds-services").then().statusCode(200);
        assertThat(meters.get("calcinosis.calls.limited")
                        .tag("client", "limited")
                        .counter()
                        .count())
                .isGreaterThanOrEqualTo(3);
    }

    /** Without a token that is good nobody uses up anybody's calls. */
    @Test
    void strangerWithTheNameOfAClientIs401() {
        for (int call = 0; call < 30; call++) {
            given().port(port)
                    .header("Authorization", "Bearer " + TokenMaker.es384("key").token(SERVICE, NOW, "limited"))
                    .contentType(ContentType.JSON)
                    .post(SERVICE)
                    .then()
                    .statusCode(401);
        }
    }

    /** The first answer with 429: while seconds go by, calls are let through again. */
    private ValidatableResponse firstRefused(String path) {
        for (int call = 0; call < 1000; call++) {
            ValidatableResponse answer = call("limited", path);
            if (answer.extract().statusCode() == 429) {
                return answer;
            }
        }
        throw new AssertionError("1000 calls of " + path + " without a limit");
    }

    private ValidatableResponse call(String issuer, String path) {
        return given().port(port)
                .header("Authorization", "Bearer " + KEY.token(path, NOW, issuer))
                .contentType(ContentType.JSON)
                .body(HookRequest.patientView().toString())
                .urlEncodingEnabled(false)
                .post(path)
                .then();
    }
}
