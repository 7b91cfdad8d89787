package org.calcinosiscds.cdshooks;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.restassured.http.ContentType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.test.context.TestPropertySource;

/** The service without clients: this machine alone is answered. */
@TestPropertySource(properties = "calcinosis.open.cors-origins=http://localhost:3000")
class OpenServiceIT extends HookTest {
    @Test
    void tokensAreNotLookedAt() {
        given().port(port)
                .header("Authorization", "Bearer x")
                .contentType(ContentType.JSON)
                .body(HookRequest.patientView().toString())
                .post(SERVICE)
                .then()
                .statusCode(200);
    }

    @Test
    void pageOnThisMachineMayCall() {
        given().port(port)
                .header("Origin", "http://localhost:3000")
                .get("/cds-services")
                .then()
                .header("Access-Control-Allow-Origin", equalTo("http://localhost:3000"));
        given().port(port)
                .header("Origin", "http://localhost:3001")
                .get("/cds-services")
                .then()
                .header("Access-Control-Allow-Origin", nullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"attacker.net", "localhost.attacker.net:8080", "10.0.0.1"})
    void nameThatOnlyLeadsHereIsNotAnswered(String host) {
        given().port(port)
                .header("Host", host)
                .get("/cds-services")
                .then()
                .statusCode(403)
                .contentType("application/fhir+json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::"})
    void serviceDoesNotStartWhereOthersCouldCall(String address) {
        assertThatThrownBy(() -> new SpringApplicationBuilder(application(), FakeDecisionSupportConfiguration.class)
                        .properties("server.port=0")
                        .run("--server.address=" + address)
                        .close())
                .rootCause()
                .hasMessageStartingWith("Setting calcinosis.clients is empty");
    }

    private static Class<?> application() {
        try {
            return Class.forName("org.calcinosiscds.Application");
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
