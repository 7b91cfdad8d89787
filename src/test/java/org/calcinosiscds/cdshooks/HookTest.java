package org.calcinosiscds.cdshooks;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;

/** The whole service on a port, with a decision support that repeats what it is given. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@Import(FakeDecisionSupportConfiguration.class)
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
}
