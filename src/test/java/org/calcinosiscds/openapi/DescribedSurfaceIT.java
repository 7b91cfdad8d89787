package org.calcinosiscds.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.method.OperationMethodBinding;
import io.restassured.RestAssured;
import io.restassured.http.Method;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.calcinosiscds.cases.CaseFolder;
import org.calcinosiscds.cases.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/**
 * The descriptions are true: every address, method, status, media type and shape that the service has is described, and what is
 * described is there.
 */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"calcinosis.limits.body=64KB", "calcinosis.authoring.enabled=true"})
class DescribedSurfaceIT {
    /** With clients, other settings, slow bodies or load alone, or never if all is well; other tests see them. */
    private static final Set<String> ELSEWHERE = Set.of("401", "408", "412", "429", "500", "503");

    private static final Map<String, String> IDS = Map.of(
            "Library", "CalciumPhosphateProduct",
            "PlanDefinition", "calcinosis-patient-view",
            "ValueSet", "lab-phosphate",
            "{type}", "lab-phosphate",
            "cds-services", "calcinosis-patient-view");

    @LocalServerPort
    int port;

    @ParameterizedTest
    @ValueSource(strings = {"fhir", "cds-services"})
    void everyAnswerIsDescribedAndEveryDescriptionIsAnswered(String name) throws IOException {
        JsonNode document = document(name);
        SoftAssertions all = new SoftAssertions();
        DescribedShapes shapes = new DescribedShapes(document);
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            for (Method method : List.of(Method.GET, Method.POST, Method.PUT, Method.PATCH, Method.DELETE)) {
                JsonNode operation = path.getValue().path(method.name().toLowerCase(java.util.Locale.ROOT));
                String address = (name.equals("fhir") ? "/fhir" : "") + path.getKey();
                if (operation.isMissingNode()) {
                    all.assertThat(base().request(method, sample(address, "")).statusCode())
                            .as("%s %s is not described", method, address)
                            .isBetween(400, 499);
                    continue;
                }
                Set<String> seen = new TreeSet<>();
                for (Response answer : provoked(method, address)) {
                    String status = String.valueOf(answer.statusCode());
                    seen.add(status);
                    JsonNode described =
                            resolved(document, operation.path("responses").path(status));
                    all.assertThat(described.isObject())
                            .as("%s %s answers %s: %s", method, address, status, answer.asString())
                            .isTrue();
                    check(described, answer, shapes, method + " " + address, all);
                    checkCaching(answer, isKnowledge(method, address), method + " " + address, all);
                }
                all.assertThat(operation.path("responses").propertyNames())
                        .as("%s %s", method, address)
                        .filteredOn(status -> !ELSEWHERE.contains(status))
                        .containsExactlyInAnyOrderElementsOf(seen);
            }
        }
        all.assertAll();
    }

    @Test
    void everyAddressOfHooksIsDescribed(
            @Autowired @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping mapping) {
        List<String> addresses = mapping.getHandlerMethods().keySet().stream()
                .flatMap(info -> info.getPatternValues().stream()
                        .flatMap(pattern ->
                                info.getMethodsCondition().getMethods().stream().map(method -> method + " " + pattern)))
                .filter(address -> address.contains("/cds-services"))
                .toList();

        assertThat(described("cds-services")).containsExactlyInAnyOrderElementsOf(addresses);
    }

    /** Reads, searches and metadata are of every type alike; operations are named one by one. */
    @Test
    void everyOperationOfFhirIsDescribed(@Autowired @Qualifier("fhirServer") ServletRegistrationBean<?> registration) {
        RestfulServer server = (RestfulServer) registration.getServlet();
        Set<String> addresses = new TreeSet<>();
        Stream.concat(
                        server.getServerBindings().stream(),
                        server.getResourceBindings().stream().flatMap(each -> each.getMethodBindings().stream()))
                .forEach(binding -> {
                    if (binding instanceof OperationMethodBinding operation) {
                        List<String> starts = new ArrayList<>();
                        if (operation.isCanOperateAtServerLevel()) {
                            starts.add("");
                        }
                        if (operation.isCanOperateAtTypeLevel()) {
                            starts.add("/" + operation.getResourceName());
                        }
                        if (operation.isCanOperateAtInstanceLevel()) {
                            starts.add("/" + operation.getResourceName() + "/{id}");
                        }
                        for (String start : starts) {
                            addresses.add("POST " + start + "/" + operation.getName());
                            if (operation.isIdempotent()) {
                                addresses.add("GET " + start + "/" + operation.getName());
                            }
                        }
                    }
                });

        assertThat(described("fhir"))
                .contains("GET /metadata", "GET /{type}", "POST /{type}/_search", "GET /{type}/{id}")
                .filteredOn(address -> address.contains("$"))
                .containsExactlyInAnyOrderElementsOf(addresses);
    }

    private List<Response> provoked(Method method, String address) throws IOException {
        String good = sample(address, query(address));
        List<Response> answers = new ArrayList<>();
        answers.add(with(address, method).request(method, good));
        answers.add(with(address, method).request(method, sample(address, ";x")));
        answers.add(
                with(address, method).header("Host", "calcinosis.example.org").request(method, good));
        if (!address.endsWith("/feedback")) {
            answers.add(with(address, method).accept("text/csv").request(method, good));
        }
        if (address.contains("{")) {
            String unknown = address.contains("{type}")
                    ? address.replace("{type}", "Rosalind")
                    : address.replace("{id}", "Rosalind");
            answers.add(with(address, method).request(method, sample(unknown, "")));
        }
        if (good.contains("?url=")) {
            answers.add(with(address, method).request(method, good.replaceFirst("url=[^&]+", "url=nothing")));
        }
        if (address.equals("/cds-services") || address.equals("/cds-services/{id}")) {
            // What the specification has and FHIR has not.
            answers.add(
                    address.endsWith("}")
                            ? with(address, method).body(withoutPrefetch()).request(method, good)
                            : base().header("If-None-Match", base().get(good).header("ETag"))
                                    .get(good));
        }
        if (method == Method.POST) {
            answers.add(base().contentType("text/csv").body("x").post(good));
            answers.add(with(address, method).body(" ".repeat(70_000)).post(good));
        }
        if (address.endsWith("$assess")) {
            answers.add(
                    with(address, method).body("{\"resourceType\":\"Bundle\"}").post(good));
            answers.add(base().contentType("application/fhir+ndjson")
                    .body("{}".getBytes(StandardCharsets.UTF_8))
                    .post(good));
        } else if (body(address).contains("\"data\"")) {
            answers.add(with(address, method)
                    .body(body(address).replace("Patient/patient", "Patient/no"))
                    .post(good));
        }
        return answers;
    }

    private static void check(
            JsonNode described, Response answer, DescribedShapes shapes, String call, SoftAssertions all) {
        String type = answer.contentType().replaceFirst(";.*", "");
        if (!described.has("content")) {
            all.assertThat(answer.asString()).as(call).isEmpty();
            return;
        }
        all.assertThat(described.path("content").propertyNames()).as(call).contains(type);
        if (type.endsWith("json") && !type.endsWith("ndjson")) {
            all.assertThat(shapes.errors(
                            described.path("content").path(type).path("schema"), Json.read(answer.asString())))
                    .as(call)
                    .isEmpty();
        }
    }

    /** Whether the answer is the same for every patient: the list of services, or knowledge that is read. */
    private static boolean isKnowledge(Method method, String address) {
        return method == Method.GET
                && (address.equals("/cds-services") || address.startsWith("/fhir/") && !address.contains("$"));
    }

    private static void checkCaching(Response answer, boolean isKnowledge, String call, SoftAssertions all) {
        List<String> values = answer.headers().getValues("Cache-Control");
        if (!isKnowledge) {
            all.assertThat(values).as("%s %s", call, answer.statusCode()).containsExactly("no-store");
        } else if (answer.statusCode() < 400) {
            all.assertThat(values).as("%s %s", call, answer.statusCode()).doesNotContain("no-store");
        }
    }

    private RequestSpecification with(String address, Method method) throws IOException {
        if (method == Method.GET) {
            return base();
        }
        if (address.endsWith("/_search")) {
            return base().contentType("application/x-www-form-urlencoded;charset=utf-8")
                    .body("_id=lab-phosphate");
        }
        boolean isHook = address.startsWith("/cds-services");
        return base().contentType((isHook ? "application/json" : "application/fhir+json") + ";charset=utf-8")
                .body(address.endsWith("/feedback") ? feedback() : body(address));
    }

    /** Feedback on a card that is given for it. */
    private String feedback() throws IOException {
        Response card = base().contentType("application/json")
                .body(body("/cds-services"))
                .post("/cds-services/calcinosis-patient-view");
        return """
                {"feedback":[{"card":"%s","outcome":"overridden","outcomeTimestamp":"%s"}]}""".formatted(card.path("cards[0].uuid"), Instant.now());
    }

    private static String body(String address) throws IOException {
        if (address.startsWith("/cds-services")) {
            return Files.readString(Path.of("fhir-resources/tests/requests/patient-view-dialysis.json"));
        }
        String operation = address.replaceFirst(".*\\$", "");
        return switch (operation) {
            case "assess" -> Files.readString(CaseFolder.bundle("dialysis-product-71-40"));
            case "apply" -> Files.readString(Path.of("fhir-resources/tests/requests/PlanDefinition-apply.json"));
            case "evaluate" -> Files.readString(Path.of("fhir-resources/tests/requests/Library-evaluate.json"));
            case "cql" ->
                Files.readString(Path.of("fhir-resources/tests/requests/Library-evaluate.json"))
                        .replace("\"valueString\": \"Product\"", "\"valueString\": \"1 + 1\"");
            default -> "{\"resourceType\":\"Parameters\"}";
        };
    }

    private static String withoutPrefetch() throws IOException {
        return body("/cds-services/{id}").replace("\"observations\"", "\"nothing\"");
    }

    /** On a type, the resource is named by its canonical; a code has to be named in the request. */
    private static String query(String address) {
        List<String> query = new ArrayList<>();
        String[] parts = address.split("/");
        if (address.contains("$") && !address.contains("{id}") && parts.length == 4) {
            query.add("url=https://calcinosis-cds.org/fhir/" + parts[2] + "/" + IDS.get(parts[2]));
        }
        if (address.endsWith("$validate-code")) {
            query.add("system=http://loinc.org&code=2777-1");
        }
        return query.isEmpty() ? "" : "?" + String.join("&", query);
    }

    private static String sample(String address, String query) {
        String[] parts = address.split("/");
        String kind = parts[1].equals("fhir") && parts.length > 2 ? parts[2] : parts[1];
        return address.replace("{id}", String.valueOf(IDS.get(kind))).replace("{type}", "ValueSet") + query;
    }

    private RequestSpecification base() {
        return RestAssured.given().port(port).urlEncodingEnabled(false);
    }

    private List<String> described(String name) {
        return document(name).path("paths").properties().stream()
                .flatMap(path -> path.getValue()
                        .propertyStream()
                        .map(Map.Entry::getKey)
                        .filter(key ->
                                Set.of("get", "post", "put", "patch", "delete").contains(key))
                        .map(method -> method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey()))
                .toList();
    }

    private JsonNode document(String name) {
        return Json.read(RestAssured.given().port(port).get("/api-docs/" + name).asString());
    }

    private static JsonNode resolved(JsonNode document, JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asString().substring(1)) : node;
    }
}
