package org.calcinosiscds.fhirapi.patient;

import static io.restassured.RestAssured.given;

import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.nio.file.Files;
import org.calcinosiscds.cases.CaseFolder;
import org.calcinosiscds.cases.Json;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.node.ObjectNode;

/** Calls {@code $assess} of the whole service. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@ExtendWith(OutputCaptureExtension.class)
abstract class AssessTest {
    static final String DIALYSIS = "dialysis-product-71-40";

    @LocalServerPort
    int port;

    ValidatableResponse post(String query, String body) {
        return given().port(port)
                .urlEncodingEnabled(false)
                .contentType("application/fhir+json;charset=utf-8")
                .body(body)
                .post("/fhir/$assess" + query)
                .then();
    }

    static ObjectNode bundle(String name) throws IOException {
        return (ObjectNode) Json.read(Files.readString(CaseFolder.bundle(name)));
    }

    static String parameters(ObjectNode data, String... others) {
        return "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"data\",\"resource\":%s},%s]}"
                .formatted(data, String.join(",", others));
    }
}
