package org.calcinosiscds.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.calcinosiscds.cases.Json;
import org.calcinosiscds.openapi.DescribedShapes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the workbench answers about cases, and the cases that it writes. */
class WorkbenchIT extends WorkbenchTest {
    @Test
    void answersAreOfTheShapesThatAreDescribed() {
        DescribedShapes shapes = new DescribedShapes(Json.read(page("/api-docs/workbench")));

        assertThat(shapes.errors("Content", Json.read(page("/workbench/api/content"))))
                .isEmpty();
        assertThat(shapes.errors("Cases", Json.read(page("/workbench/api/cases"))))
                .isEmpty();
        assertThat(shapes.errors("Case", Json.read(page("/workbench/api/cases/" + CASE))))
                .isEmpty();
        assertThat(shapes.errors("Source", Json.read(page("/workbench/api/sources/MineralRules"))))
                .isEmpty();
        assertThat(shapes.errors("Sources", Json.read(page("/workbench/api/sources"))))
                .isEmpty();
        assertThat(shapes.errors("Uses", Json.read(page("/workbench/api/sources/PatientRecord/uses?name=Is Under 18"))))
                .isEmpty();
        assertThat(shapes.errors("Explanation", Json.read(page("/workbench/api/explanations/CDS012"))))
                .isEmpty();
        JsonNode answer = answer(question());
        assertThat(shapes.errors("Answer", answer)).isEmpty();
        assertThat(answer.at("/response/cards/0/summary").asString())
                .isEqualTo("Ca x P 71.4 mg2/dL2 (>70): repeat, find the cause, involve nephrology");
        assertThat(answer.path("fired")
                        .valueStream()
                        .map(each -> each.path("rule").asString()))
                .containsExactly("CC-010", "CC-033");
        assertThat(answer.at("/content/version").asString())
                .isEqualTo(answer.at("/content/folderVersion").asString());
    }

    /** A value that is changed by one changes the answer, and the rule that is lost is near. */
    @Test
    void changedValueChangesTheCardAndTheLostRuleIsNear() {
        ObjectNode question = question();
        question.path("bundle")
                .path("entry")
                .valueStream()
                .map(entry -> entry.path("resource"))
                .filter(resource ->
                        resource.at("/code/coding/0/display").asString("").startsWith("Phosphate")
                                && resource.has("valueQuantity"))
                .forEach(resource -> ((ObjectNode) resource.path("valueQuantity")).put("value", 5.0));

        JsonNode answer = answer(question);

        assertThat(answer.at("/response/cards")
                        .valueStream()
                        .map(card -> card.path("summary").asString()))
                .noneMatch(summary -> summary.contains("(>70)"));
        assertThat(answer.path("near")
                        .valueStream()
                        .map(each -> each.path("rule").asString()))
                .contains("CC-010");
        answer.path("near")
                .forEach(reason -> assertThat(reason.path("missing").size())
                        .as(reason.path("rule").asString())
                        .isEqualTo(1));
    }

    @Test
    void keptCaseIsWrittenOnceAndPasses() throws IOException {
        ObjectNode question = question();
        question.put("topic", "CC-010").put("name", "kept-by-hand").put("why", "71.40 exceeds 70.");

        Response kept = json().header(WorkbenchToken.HEADER, token.value())
                .body(question.toString())
                .post("/workbench/api/cases");

        assertThat(kept.statusCode()).isEqualTo(201);
        Path written = FOLDER.resolve(kept.path("path").toString());
        assertThat(Json.read(Files.readString(written.resolve("Bundle.json")))).isEqualTo(question.path("bundle"));
        JsonNode expected = Json.read(Files.readString(written.resolve("expected.json")));
        JsonNode original = Json.read(Files.readString(
                FOLDER.resolve("fhir-resources/tests").resolve(CASE).resolve("expected.json")));
        for (String element : List.of("rules", "cards", "product", "types", "user", "asOf")) {
            assertThat(expected.path(element)).as(element).isEqualTo(original.path(element));
        }
        assertThat(json().header(WorkbenchToken.HEADER, token.value())
                        .body(question.toString())
                        .post("/workbench/api/cases")
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void caseIsKeptInYamlWhereThatSaysTheSame() throws IOException {
        ObjectNode question = question();
        question.put("topic", "CC-010")
                .put("name", "kept-in-yaml")
                .put("why", "71.40 exceeds 70.")
                .put("isShort", true);

        String path = json().header(WorkbenchToken.HEADER, token.value())
                .body(question.toString())
                .post("/workbench/api/cases")
                .then()
                .statusCode(201)
                .extract()
                .path("path");

        assertThat(path).isEqualTo("fhir-resources/tests/patient-view/CC-010/kept-in-yaml.yaml");
        assertThat(Files.readString(FOLDER.resolve(path))).contains("name: 71.40 exceeds 70.", "- CC-010");
        JsonNode runs = Json.read(json().body("{\"cases\": [\"patient-view/CC-010/kept-in-yaml\"]}")
                .post("/workbench/api/runs")
                .asString());
        assertThat(runs.at("/results/0/differences").size()).isZero();
        ((ObjectNode) question.at("/bundle/entry/0/resource"))
                .putArray("name")
                .addObject()
                .put("text", "x");
        json().header(WorkbenchToken.HEADER, token.value())
                .body(question.put("name", "more-is-known").toString())
                .post("/workbench/api/cases")
                .then()
                .statusCode(422);
    }

    @Test
    void failedCaseIsShownAndAcceptedOnlyAsItWasSeen() throws IOException {
        Path expected = FOLDER.resolve("fhir-resources/tests").resolve(CASE).resolve("expected.json");
        String original = Files.readString(expected);
        Files.writeString(expected, original.replace("info", "warning").replace("\"CC-033\"", "\"CC-034\""));
        JsonNode runs = Json.read(json().body("{\"cases\": [\"%s\", \"a/b/c\"]}".formatted(CASE))
                .post("/workbench/api/runs")
                .asString());

        assertThat(new DescribedShapes(Json.read(page("/api-docs/workbench"))).errors("Runs", runs))
                .isEmpty();
        assertThat(runs.at("/results/0/differences").valueStream().map(JsonNode::asString))
                .contains("CC-034 is expected to be true and is not.", "CC-033 is true and not expected.");
        assertThat(runs.at("/results/1/differences").size()).isEqualTo(1);
        String version = runs.at("/content/version").asString();
        assertThat(accept(CASE, "0".repeat(64)).statusCode()).isEqualTo(422);
        assertThat(accept("../../../CC-010", version).statusCode()).isEqualTo(422);
        assertThat(Files.readString(expected)).isNotEqualTo(original);
        Response accepted = accept(CASE, version);
        assertThat(accepted.statusCode()).isEqualTo(200);
        assertThat(accepted.<List<String>>path("differences")).isEmpty();
        assertThat(Json.read(Files.readString(expected)).path("rules"))
                .isEqualTo(Json.read(original).path("rules"));
        Files.writeString(expected, original);
    }

    private Response accept(String path, String version) {
        return json().header(WorkbenchToken.HEADER, token.value())
                .body("{\"path\": \"%s\", \"version\": \"%s\"}".formatted(path, version))
                .post("/workbench/api/cases/accepted");
    }

    @ParameterizedTest
    @CsvSource({"../../../../escape,x", "CC-010,../x", "CC-010,''", "'',x", "CC-010,a/b", "CC-010,.."})
    void caseIsWrittenNowhereElse(String topic, String name) {
        ObjectNode question = question();
        question.put("topic", topic).put("name", name);

        assertThat(json().header(WorkbenchToken.HEADER, token.value())
                        .body(question.toString())
                        .post("/workbench/api/cases")
                        .statusCode())
                .isEqualTo(400);
    }

    /** Answers with wrong input say where, and repeat nothing of it. */
    @ParameterizedTest
    @CsvSource({"hook,400", "bundle,400", "asOf,400"})
    void missingElementIsNamed(String element, int status) {
        ObjectNode question = question();
        question.remove(element);

        Response answer = json().body(question.toString()).post("/workbench/api/answers");

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.asString()).contains("'" + element + "'");
    }
}
