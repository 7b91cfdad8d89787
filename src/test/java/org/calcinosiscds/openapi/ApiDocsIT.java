package org.calcinosiscds.openapi;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.http.Method;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.calcinosiscds.cases.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The descriptions themselves, and the page. That they are true is another test. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "calcinosis.authoring.enabled=true")
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
                    .map(each -> resolved(document, each))
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
    void pageNamesItsFilesWithTheirHashAndNothingElse() {
        Response response = given().port(port).accept("text/html").get("/api-docs");
        String page = response.asString();

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.contentType()).isEqualToIgnoringCase("text/html;charset=UTF-8");
        assertThat(response.header("Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self';", "style-src 'self';", "frame-ancestors 'none'");
        assertThat(page).contains("data-try-it=\"true\"").doesNotContain("{{", " style=", "<style", "://");
        assertThat(all("(?:src|href)=\"(?!data:|\\./|api-docs/[\\w-]+\")([^\"]+)\"", page))
                .hasSize(5)
                .allSatisfy(file -> {
                    assertThat(file).matches("api-docs/viewer/[0-9a-f]{16}/[\\w.-]+\\.(js|css)");
                    Response answer = given().port(port).get("/" + file);
                    assertThat(answer.statusCode()).isEqualTo(200);
                    assertThat(answer.contentType()).startsWith(file.endsWith(".css") ? "text/css" : "text/javascript");
                    assertThat(answer.header("Cache-Control")).contains("max-age=31536000", "immutable");
                    assertThat(answer.asString()).isNotBlank();
                    assertThat(given().port(port)
                                    .get("/" + file.replaceFirst("viewer/\\w+", "viewer/0123456789abcdef"))
                                    .statusCode())
                            .isEqualTo(404);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"index.html", "..%2Ffhir", "swagger-ui.js"})
    void otherFilesAreNotFound(String file) {
        assertThat(given().port(port)
                        .urlEncodingEnabled(false)
                        .get("/api-docs/viewer/0123456789abcdef/" + file)
                        .statusCode())
                .isIn(400, 404);
    }

    /** What a person sends who opens the page, chooses an operation and presses "Try it out" and "Execute". */
    @ParameterizedTest
    @ValueSource(strings = {"fhir", "cds-services"})
    void everyOperationAnswersItsExample(String name) {
        JsonNode document = document(name);
        String base = name.equals("fhir") ? "/fhir" : "";
        SoftAssertions all = new SoftAssertions();
        List<String> cards = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            for (Method method : List.of(Method.GET, Method.POST)) {
                JsonNode operation = path.getValue().path(method.name().toLowerCase(Locale.ROOT));
                if (operation.isMissingNode()) {
                    continue;
                }
                RequestSpecification request = given().port(port).redirects().follow(false);
                Stream.of(path.getValue(), operation)
                        .flatMap(each -> each.path("parameters").valueStream())
                        .map(each -> resolved(document, each))
                        .filter(each -> each.has("example"))
                        .forEach(each -> add(request, each));
                operation.at("/requestBody/content").properties().stream()
                        .findFirst()
                        .ifPresent(body -> addBody(request, body.getKey(), body.getValue(), cards));
                Response answer = request.request(method, base + path.getKey());
                all.assertThat(answer.statusCode())
                        .as("%s %s: %s", method, path.getKey(), answer.asString())
                        .isEqualTo(200);
                cards.addAll(Json.read(answer.asString()).findValuesAsString("uuid"));
            }
        }
        all.assertAll();
    }

    private static void add(RequestSpecification request, JsonNode parameter) {
        String name = parameter.path("name").asString();
        String value = parameter.path("example").asString();
        if (parameter.path("in").asString().equals("path")) {
            request.pathParam(name, value);
        } else {
            request.queryParam(name, value);
        }
    }

    /** @param cards ids of cards that were answered, of which feedback is about the first */
    private static void addBody(RequestSpecification request, String type, JsonNode content, List<String> cards) {
        JsonNode value =
                content.path("examples").valueStream().findFirst().orElseThrow().path("value");
        value.findParents("card").forEach(item -> ((ObjectNode) item).put("card", cards.get(0)));
        request.contentType(type + ";charset=utf-8");
        if (type.endsWith("json")) {
            request.body(value.toString());
        } else {
            value.properties()
                    .forEach(field ->
                            request.formParam(field.getKey(), field.getValue().asString()));
        }
    }

    private static JsonNode resolved(JsonNode document, JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asString().substring(1)) : node;
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
