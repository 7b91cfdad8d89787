package org.calcinosiscds.openapi;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.response.Response;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.calcinosiscds.cases.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** The descriptions themselves, and the page. That they are true is another test. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class ApiDocsIT {
    @LocalServerPort
    int port;

    @ParameterizedTest
    @ValueSource(strings = {"fhir", "cds-services"})
    void descriptionIsWhole(String name) {
        JsonNode document = document(name);

        assertThat(document.path("openapi").asString()).isEqualTo("3.1.0");
        assertThat(document.at("/info/version").asString()).isEqualTo("0.1.0");
        assertThat(document.findValuesAsString("$ref"))
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                document.at(reference.substring(1)).isObject())
                        .as(reference)
                        .isTrue());
        assertThat(document.path("paths").findValuesAsString("operationId"))
                .isNotEmpty()
                .doesNotHaveDuplicates();
        assertThat(document.findValues("enum"))
                .allSatisfy(values -> assertThat(values).isNotEmpty());
        assertThat(document.findValues("externalValue")).isEmpty();
        document.path("paths").properties().forEach(path -> {
            List<String> inPath = path.getValue()
                    .path("parameters")
                    .valueStream()
                    .map(each -> each.has("$ref")
                            ? document.at(each.path("$ref").asString().substring(1))
                            : each)
                    .filter(each -> each.path("in").asString().equals("path"))
                    .map(each -> "{" + each.path("name").asString() + "}")
                    .toList();
            assertThat(Pattern.compile("\\{\\w+}")
                            .matcher(path.getKey())
                            .results()
                            .map(java.util.regex.MatchResult::group))
                    .as(path.getKey())
                    .containsExactlyInAnyOrderElementsOf(inPath);
        });
    }

    @Test
    void unknownDescriptionIsNotFound() {
        given().port(port)
                .get("/api-docs/Rosalind")
                .then()
                .statusCode(404)
                .body("resourceType", equalTo("OperationOutcome"));
    }

    @Test
    void pageShowsEveryOperationAndNeedsNothingElse() {
        Response response = given().port(port).accept("text/html").get("/api-docs");
        String page = response.asString();

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.contentType()).isEqualToIgnoringCase("text/html;charset=UTF-8");
        assertThat(response.header("Content-Security-Policy"))
                .contains("default-src 'none'", "style-src 'sha256-", "frame-ancestors 'none'");
        assertThat(page)
                .contains("<b>POST</b> <code>/fhir/$assess</code>")
                .contains("<b>POST</b> <code>/cds-services/{id}</code>")
                .contains("d1577c69-dfbe-44ad-ba6d-3e05e953b2ea") // The example.
                .doesNotContainPattern("(?i)<script|<[^>]* on\\w+=")
                .doesNotContain(" style=", "<img", "<link", "@import", "url(");
        for (String name : new String[] {"fhir", "cds-services"}) {
            assertThat(page).contains("href=\"api-docs/" + name + "\"");
            document(name)
                    .path("paths")
                    .propertyNames()
                    .forEach(path -> assertThat(page).contains(path + "</code>"));
        }
        assertThat(all("href=\"#([^\"]+)\"", page))
                .isNotEmpty()
                .allSatisfy(anchor -> assertThat(page).contains("id=\"" + anchor + "\""));
    }

    @Test
    void exampleIsTheOneOfTheReadme() throws Exception {
        assertThat(document("cds-services").findValue("examples").findValue("value"))
                .isEqualTo(Json.read(
                        Files.readString(Path.of("fhir-resources/tests/requests/patient-view-dialysis.json"))));
    }

    private JsonNode document(String name) {
        return Json.read(given().port(port)
                .get("/api-docs/" + name)
                .then()
                .statusCode(200)
                .contentType("application/json")
                .extract()
                .asString());
    }

    private static List<String> all(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(result -> result.group(1))
                .toList();
    }
}
