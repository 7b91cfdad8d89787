package org.calcinosiscds.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.calcinosiscds.cases.Json;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** The collection in {@code deploy/bruno}: each request is answered as its file asserts, and every address has one. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "calcinosis.authoring.enabled=true")
class RequestCollectionIT {
    private static final Path COLLECTION = Path.of("deploy/bruno");
    private static final Pattern FILE = Pattern.compile("file: @file\\(([^)]+)\\) @contentType\\(([^)]+)\\)");

    @LocalServerPort
    private int port;

    /** Variables that answers have set, by name. */
    private final Map<String, String> variables = new HashMap<>();

    /** @param text of the file, in the language of Bruno */
    private record Request(Path file, String text) {
        String method() {
            return block("(get|post)").group(1);
        }

        String url() {
            return block("(get|post)")
                    .group(2)
                    .lines()
                    .findFirst()
                    .orElseThrow()
                    .replaceFirst("\\s*url: ", "");
        }

        Matcher block(String name) {
            Matcher found = find(name);
            assertThat(found.find()).as("%s has no block %s", file, name).isTrue();
            return found;
        }

        /** Blocks begin and end at the beginning of a line. */
        private Matcher find(String name) {
            return Pattern.compile("(?ms)^" + name + " \\{\\n(.*?)^}").matcher(text);
        }

        boolean has(String name) {
            return find(name).find();
        }
    }

    @Test
    void everyRequestIsAnsweredAsItsFileAsserts() throws IOException {
        SoftAssertions all = new SoftAssertions();
        for (Request request : requests()) {
            Response response = send(request);
            if (request.has("vars:post-response")) {
                request.block("vars:post-response").group(1).lines().forEach(line -> {
                    String[] variable = line.strip().split(": res\\.body\\.", 2);
                    variables.put(variable[0], response.path(variable[1]));
                });
            }
            all.assertThat("res.status: eq " + response.statusCode())
                    .as("%s: %s", request.file(), response.asString())
                    .isEqualTo(request.block("assert").group(1).strip());
        }
        all.assertAll();
    }

    @Test
    void everyAddressThatIsDescribedHasARequest() throws IOException {
        List<String> calls = requests().stream()
                .map(request -> request.method() + " "
                        + request.url().replaceFirst("^\\{\\{\\w+}}", "").replaceFirst("\\?.*", ""))
                .toList();
        for (String name : new String[] {"cds-services", "fhir"}) {
            JsonNode document = Json.read(
                    RestAssured.given().port(port).get("/api-docs/" + name).asString());
            document.path("paths")
                    .properties()
                    .forEach(path -> Stream.of("get", "post")
                            .filter(method -> path.getValue().has(method))
                            .forEach(method -> assertThat(calls)
                                    .as("%s %s", method, path.getKey())
                                    .anyMatch(call -> call.matches(method + " " + (name.equals("fhir") ? "/fhir" : "")
                                            + path.getKey().replace("$", "\\$").replaceAll("\\{\\w+}", "[^/\\$]+")))));
        }
    }

    @Test
    void requestsAreNamedAsTheirFilesAndHaveNoToken() throws IOException {
        assertThat(Json.read(Files.readString(COLLECTION.resolve("bruno.json")))
                        .path("name")
                        .asString())
                .isEqualTo("Calcinosis CDS");
        assertThat(requests()).hasSizeGreaterThan(30).allSatisfy(request -> {
            assertThat(request.block("meta").group(1).lines().map(String::strip))
                    .contains("name: " + request.file().getFileName().toString().replace(".bru", ""), "type: http");
            assertThat(request.text()).doesNotContainPattern("Bearer (?!\\{\\{token}})");
        });
    }

    private Response send(Request request) throws IOException {
        String base = "http://localhost:" + port;
        RequestSpecification specification = RestAssured.given()
                .config(RestAssured.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)))
                .urlEncodingEnabled(false);
        if (request.has("body:file")) {
            Matcher file = FILE.matcher(request.block("body:file").group(1));
            assertThat(file.find()).as(request.file().toString()).isTrue();
            specification
                    .contentType(file.group(2))
                    .body(Files.readAllBytes(COLLECTION.resolve(file.group(1)).normalize()));
        } else if (request.has("body:json")) {
            specification
                    .contentType("application/json")
                    .body(filled(request.block("body:json").group(1)));
        } else if (request.has("body:form-urlencoded")) {
            request.block("body:form-urlencoded").group(1).lines().forEach(line -> {
                String[] field = line.strip().split(": ", 2);
                specification.formParam(field[0], field[1]);
            });
        }
        return specification.request(
                request.method().toUpperCase(java.util.Locale.ROOT),
                request.url().replaceFirst("\\{\\{(baseUrl|managementUrl)}}", base));
    }

    private String filled(String text) {
        String filled = text;
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            filled = filled.replace("{{" + variable.getKey() + "}}", variable.getValue());
        }
        return filled;
    }

    /** In the order in which Bruno runs them: by folder and sequence. */
    private static List<Request> requests() throws IOException {
        List<Request> requests = new ArrayList<>();
        try (Stream<Path> files = Files.walk(COLLECTION, 2)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".bru")
                            && !file.getParent().equals(COLLECTION)
                            && !file.getParent().endsWith("environments"))
                    .toList()) {
                requests.add(new Request(file, Files.readString(file)));
            }
        }
        requests.sort(Comparator.comparing((Request request) -> request.file().getParent())
                .thenComparing(request ->
                        Integer.valueOf(request.block("meta").group(1).replaceFirst("(?s).*seq: (\\d+).*", "$1"))));
        return requests;
    }
}
