package org.calcinosiscds.workbench;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Without authoring mode nothing of the page is on the wire. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class NoWorkbenchIT {
    @LocalServerPort
    private int port;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/workbench",
                "/workbench/",
                "/workbench/index.html",
                "/workbench/main.js",
                "/workbench/api/content",
                "/workbench/api/cases",
                "/api-docs/workbench",
                "/_static/marked/16.4.2/lib/marked.esm.js"
            })
    void addressIsNotThere(String address) {
        Response answer = given().port(port).get(address);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.contentType()).startsWith("application/fhir+json");
    }
}
