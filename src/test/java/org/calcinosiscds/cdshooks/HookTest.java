package org.calcinosiscds.cdshooks;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;

/** The whole service on a port, with a decision support that repeats what it is given. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@Import(HookTest.Fakes.class)
abstract class HookTest {
    static final String SERVICE = "/cds-services/" + FakeDecisionSupport.SERVICE;

    @LocalServerPort
    int port;

    ValidatableResponse call(Object body) {
        return given().port(port)
                .contentType(ContentType.JSON)
                .body(body.toString())
                .when()
                .post(SERVICE)
                .then();
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class Fakes {
        @Bean
        @Primary
        FakeDecisionSupport decisionSupport() {
            return new FakeDecisionSupport();
        }

        @Bean
        @Primary
        Clock fixedClock() {
            return Clock.fixed(Instant.parse("2026-11-21T09:00:00.123Z"), ZoneOffset.UTC);
        }
    }
}
