package org.calcinosiscds.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.calcinosiscds.cases.Json;
import org.calcinosiscds.openapi.DescribedShapes;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The content of the folder against that of the jar. */
class WorkbenchDifferenceIT extends WorkbenchTest {
    @Test
    void raisedThresholdIsNamedWithThoseWhoLoseTheRule() throws IOException {
        Path file = FOLDER.resolve("cql/MineralLimits.cql");
        String text = Files.readString(file);
        Files.writeString(file, text.replaceFirst("(define \"High Product\":\\s+)70\\.0", "$172.0"));

        assertThat(start("jar", token.value()).statusCode()).isEqualTo(202);
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> difference("jar").path("isEnded").asBoolean());
        JsonNode difference = difference("jar");
        Files.writeString(file, text);

        assertThat(new DescribedShapes(Json.read(page("/api-docs/workbench"))).errors("Difference", difference))
                .isEmpty();
        assertThat(difference.path("unanswered").isEmpty()).isTrue();
        assertThat(difference.at("/found/rules/CC-010/lost").asInt()).isPositive();
        JsonNode patient = difference
                .at("/found/differences")
                .valueStream()
                .filter(each -> each.path("patient").asString().equals(CASE))
                .findFirst()
                .orElseThrow();
        assertThat(patient.path("lost").valueStream().map(JsonNode::asString)).contains("CC-010");
        assertThat(patient.path("differences").toString()).contains("loses CC-010");
        assertThat(difference("jar").path("cases").asInt())
                .as("of the text that was written back")
                .isZero();
    }

    @Test
    void contentThatIsNotThereIsNamed() {
        assertThat(start("no-such-folder", "").statusCode()).isEqualTo(403);
        assertThat(start("", token.value()).statusCode()).isEqualTo(400);
        assertThat(start("no-such-folder", token.value()).statusCode()).isEqualTo(202);
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> difference("no-such-folder").path("isEnded").asBoolean());
        assertThat(difference("no-such-folder").path("problem").asString()).contains("holds no content");
    }

    @Test
    void folderOfPatientsIsComparedAndReadWithTheTokenAlone() throws IOException {
        Path patients = Files.createDirectories(FOLDER.resolve("patients"));
        Files.copy(
                FOLDER.resolve("fhir-resources/tests").resolve(CASE).resolve("Bundle.json"),
                patients.resolve("a.json"));
        String question =
                "{\"against\": \"jar\", \"patients\": \"patients\", \"name\": \"a.json\", \"asOf\": \"2026-11-21T09:00:00Z\"}";

        assertThat(asked("", question, "").statusCode()).isEqualTo(202);
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> difference("jar&patients=patients").path("isEnded").asBoolean());

        JsonNode difference = difference("jar&patients=patients");
        assertThat(difference.at("/found/patients").asInt()).isEqualTo(1);
        assertThat(difference.at("/found/differences").isEmpty()).isTrue();
        assertThat(Json.read(asked("/patients", question, "").asString())
                        .path("resourceType")
                        .asString())
                .isEqualTo("Bundle");
        assertThat(asked("/patients", question, "no token").statusCode()).isEqualTo(403);
        assertThat(asked("/patients", question.replace("a.json", "../cql/ProductRules.cql"), "")
                        .statusCode())
                .isEqualTo(404);
        assertThat(asked("", question.replace("\"patients\": \"patients\"", "\"patients\": \"none\""), "")
                        .statusCode())
                .isEqualTo(422);
    }

    private Response asked(String path, String question, String prefix) {
        return json().header(WorkbenchToken.HEADER, prefix + token.value())
                .body(question)
                .post("/workbench/api/differences" + path);
    }

    private Response start(String against, String token) {
        return json().header(WorkbenchToken.HEADER, token)
                .body("{\"against\": \"%s\"}".formatted(against))
                .post("/workbench/api/differences");
    }

    private JsonNode difference(String against) {
        return Json.read(page("/workbench/api/differences?against=" + against));
    }
}
