package org.calcinosiscds.workbench;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.calcinosiscds.cases.Json;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.knowledge.Content;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tests of the workbench over HTTP, with a copy of the content. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "calcinosis.authoring.enabled=true")
abstract class WorkbenchTest {
    static final String CASE = "patient-view/CC-010/dialysis-product-71-40";

    /** A copy of the content; contexts of several classes serve it. */
    static final Path FOLDER = folder();

    @LocalServerPort
    int port;

    @Autowired
    WorkbenchToken token;

    @DynamicPropertySource
    static void serveTheFolder(DynamicPropertyRegistry settings) throws IOException {
        for (Map.Entry<String, String> file :
                new Content.Folder(Path.of("")).texts().entrySet()) {
            Path copy = FOLDER.resolve(file.getKey());
            Files.createDirectories(copy.getParent());
            Files.writeString(copy, file.getValue());
        }
        Path tests = Path.of("fhir-resources/tests", CASE);
        Files.createDirectories(FOLDER.resolve(tests));
        for (String name : List.of("Bundle.json", "expected.json")) {
            Files.copy(tests.resolve(name), FOLDER.resolve(tests).resolve(name));
        }
        settings.add("calcinosis.content.folder", FOLDER::toString);
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory(Files.createDirectories(Path.of("target/workbench")), "content")
                    .toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ObjectNode question() {
        PatientCase patient = PatientCase.named("dialysis-product-71-40").orElseThrow();
        ObjectNode question = (ObjectNode) Json.read("{}");
        question.put("hook", patient.hook());
        question.put("asOf", patient.expected().path("asOf").asString());
        question.put("user", "Practitioner");
        question.set("bundle", patient.bundle().deepCopy());
        return question;
    }

    JsonNode answer(ObjectNode question) {
        Response answer = json().body(question.toString()).post("/workbench/api/answers");
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        return Json.read(answer.asString());
    }

    String page(String path) {
        return given().port(port).get(path).asString();
    }

    RequestSpecification json() {
        return given().port(port).contentType(ContentType.JSON);
    }
}
