package org.calcinosiscds.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.calcinosiscds.cases.Json;
import org.calcinosiscds.openapi.DescribedShapes;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The values of defines, and what cases evaluate of them. */
class WorkbenchCoverageIT extends WorkbenchTest {
    private static final String LIBRARY = "CalciumPhosphateProduct";
    private static final String DEFINE = "Is High And Current";

    @Test
    void valuesAreThoseOfThePatient() {
        JsonNode values = post("/workbench/api/values/" + LIBRARY, question().toString(), 200);

        assertThat(errors("Values", values)).isEmpty();
        JsonNode define = named(values.path("defines"), DEFINE);
        assertThat(define.path("value").asString()).isEqualTo("true");
        assertThat(define.path("type").asString()).isEqualTo("System.Boolean");
        JsonNode calcium = named(
                post("/workbench/api/values/LaboratoryResults", question().toString(), 200)
                        .path("defines"),
                "Calcium Results");
        assertThat(calcium.at("/table/columns/0").asString()).isEqualTo("reference");
        assertThat(calcium.at("/table/rows/0/0").asString()).isEqualTo("Observation/ca");
        post("/workbench/api/values/NoLibrary", question().toString(), 404);
    }

    @Test
    void answerToOneQuestionCoversWhatItEvaluates() {
        JsonNode coverage =
                post("/workbench/api/coverage/" + LIBRARY, question().toString(), 200);

        assertThat(errors("Coverage", coverage)).isEmpty();
        assertThat(point(coverage).path("isTrue").asInt()).isPositive();
        assertThat(point(coverage).path("isFalse").asInt()).isZero();
        assertThat(coverage.path("sourceVersion").asString())
                .isEqualTo(Json.read(page("/workbench/api/sources/" + LIBRARY))
                        .path("version")
                        .asString());
    }

    /** The folder has one case or a few, all about CC-010. */
    @Test
    void runOfAllCasesEndsAndIsDroppedWhenTheContentChanges() throws IOException {
        assertThat(errors("Coverage", post("/workbench/api/coverage", "{\"rule\": \"CC-010\"}", 202)))
                .isEmpty();
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> coverage("").path("isEnded").asBoolean());
        JsonNode coverage = coverage("/" + LIBRARY);
        assertThat(errors("Coverage", coverage)).isEmpty();
        assertThat(coverage.path("cases").asInt()).isPositive();
        assertThat(coverage.path("done")).isEqualTo(coverage.path("cases"));
        assertThat(coverage.path("unanswered").asInt()).isZero();
        assertThat(point(coverage).path("isTrue").asInt()).isPositive();
        JsonNode gap = coverage.path("gaps")
                .valueStream()
                .filter(each -> each.at("/point/start").equals(point(coverage).path("start")))
                .findFirst()
                .orElseThrow();
        assertThat(gap.at("/point/isFalse").asInt()).isZero();
        assertThat(gap.path("nearest").asString()).startsWith("patient-view/CC-010/");

        Path file = FOLDER.resolve("cql/MineralLimits.cql");
        String text = Files.readString(file);
        Files.writeString(file, text + "// changed\n");
        JsonNode dropped = coverage("/" + LIBRARY);
        Files.writeString(file, text);
        assertThat(dropped.path("cases").asInt()).isZero();
        assertThat(dropped.path("library").isNull()).isTrue();
        assertThat(post("/workbench/api/coverage", "{\"rule\": \"NO-RULE\"}", 202)
                        .path("cases")
                        .asInt())
                .isZero();
    }

    private JsonNode coverage(String library) {
        return Json.read(page("/workbench/api/coverage" + library + "?rule=CC-010"));
    }

    private JsonNode post(String path, String body, int status) {
        var answer = json().body(body).post(path);
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
        return Json.read(answer.asString());
    }

    private List<String> errors(String shape, JsonNode value) {
        return new DescribedShapes(Json.read(page("/api-docs/workbench"))).errors(shape, value);
    }

    private static JsonNode point(JsonNode coverage) {
        return named(coverage.at("/library/definitions"), DEFINE).at("/points/0");
    }

    private static JsonNode named(JsonNode list, String name) {
        return list.valueStream()
                .filter(each -> each.path("name").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
