package org.calcinosiscds.workbench;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.calcinosiscds.cases.Json;
import org.calcinosiscds.openapi.DescribedShapes;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The CQL that the workbench shows, checks and writes. */
class WorkbenchSourcesIT extends WorkbenchTest {
    @Test
    void textOfALibraryIsCheckedWithoutBeingWritten() {
        String text = Json.read(page("/workbench/api/sources/MineralRules"))
                .path("text")
                .asString();

        JsonNode check = Json.read(
                json().body(textOf(text.replace("or \"Has Kidney Injury\" then", "or \"Has Kidny Injury\" then"))
                                .toString())
                        .post("/workbench/api/checks/MineralRules")
                        .asString());

        assertThat(new DescribedShapes(Json.read(page("/api-docs/workbench"))).errors("Check", check))
                .isEmpty();
        assertThat(check.at("/findings/0/code").asString()).isEqualTo("CDS012");
        assertThat(check.at("/findings/0/file").asString()).isEqualTo("cql/MineralRules.cql");
        assertThat(Json.read(page("/workbench/api/sources/MineralRules"))
                        .path("text")
                        .asString())
                .isEqualTo(text);
    }

    @Test
    void textOfALibraryIsWrittenOnlyOverTheOneThatWasRead() throws IOException {
        Path file = FOLDER.resolve("cql/MineralRules.cql");
        String text = Files.readString(file);
        JsonNode source = Json.read(page("/workbench/api/sources/MineralRules"));
        ObjectNode changed = textOf(text + "// written\n")
                .put("version", source.path("version").asString());

        assertThat(json().body(changed.toString())
                        .put("/workbench/api/sources/MineralRules")
                        .statusCode())
                .isEqualTo(403);
        assertThat(Files.readString(file)).isEqualTo(text);
        Response saved = json().header(WorkbenchToken.HEADER, token.value())
                .body(changed.toString())
                .put("/workbench/api/sources/MineralRules");
        assertThat(saved.statusCode()).isEqualTo(200);
        assertThat(new DescribedShapes(Json.read(page("/api-docs/workbench")))
                        .errors("Saved", Json.read(saved.asString())))
                .isEmpty();
        assertThat(saved.<Boolean>path("content.isCurrent")).isTrue();
        assertThat(Files.readString(file)).isEqualTo(text + "// written\n");
        Response again = json().header(WorkbenchToken.HEADER, token.value())
                .body(changed.toString())
                .put("/workbench/api/sources/MineralRules");
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(json().header(WorkbenchToken.HEADER, token.value())
                        .body(changed.toString())
                        .put("/workbench/api/sources/..%2Fescape")
                        .statusCode())
                .isBetween(400, 404);
        assertThat(json().header(WorkbenchToken.HEADER, token.value())
                        .body(changed.toString())
                        .put("/workbench/api/sources/NoLibrary")
                        .statusCode())
                .isEqualTo(404);
        Files.writeString(file, text);
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertThat(files.map(Path::getFileName).map(Path::toString)).allMatch(name -> name.endsWith(".cql"));
        }
    }

    @Test
    void resourceIsCheckedAsFhirAtItsPlaceAndWrittenLikeALibrary() throws IOException {
        String name = "ValueSet-lab-phosphate";
        JsonNode source = Json.read(page("/workbench/api/sources/" + name));
        String text = source.path("text").asString();
        assertThat(source.path("file").asString()).isEqualTo("fhir-resources/value-set/" + name + ".json");

        JsonNode check = Json.read(
                json().body(textOf(text.replace("\"status\":", "\"statuss\":")).toString())
                        .post("/workbench/api/checks/" + name)
                        .asString());

        JsonNode finding = check.at("/findings/0");
        assertThat(finding.path("code").asString()).isEqualTo("CDS002");
        assertThat(finding.path("file").asString()).isEqualTo("fhir-resources/value-set/" + name + ".json");
        assertThat(text.lines().toList().get(finding.path("line").asInt() - 1)).contains("\"status\":");
        Response saved = json().header(WorkbenchToken.HEADER, token.value())
                .body(textOf(text + "\n")
                        .put("version", source.path("version").asString())
                        .toString())
                .put("/workbench/api/sources/" + name);
        assertThat(saved.statusCode()).isEqualTo(200);
        assertThat(saved.<Boolean>path("content.isCurrent")).isTrue();
        Path file = FOLDER.resolve("fhir-resources/value-set/" + name + ".json");
        assertThat(Files.readString(file)).isEqualTo(text + "\n");
        Files.writeString(file, text);
        for (String outside : List.of("ValueSet-..%2F..%2Fcql", "Value.Set-x", "Nothing-there")) {
            assertThat(given().port(port)
                            .urlEncodingEnabled(false)
                            .get("/workbench/api/sources/" + outside)
                            .statusCode())
                    .as(outside)
                    .isBetween(400, 404);
        }
    }

    @Test
    void elementsAreOfferedAtAPlaceOfAText() {
        DescribedShapes shapes = new DescribedShapes(Json.read(page("/api-docs/workbench")));
        String text = "library Kidney version '1.0.0'\nusing FHIR version '4.0.1'\ncontext Patient\n"
                + "define \"X\":\n  [Condition] C where C.";

        JsonNode completions = Json.read(
                json().body(textOf(text).put("position", text.length()).toString())
                        .post("/workbench/api/completions/KidneyDisease")
                        .asString());

        assertThat(shapes.errors("Completions", completions)).isEmpty();
        assertThat(completions.path("suggestions").findValuesAsString("name")).contains("onset", "verificationStatus");
        String resource = "{\"resourceType\": \"ValueSet\", \"status\": \"";
        assertThat(Json.read(json().body(textOf(resource)
                                        .put("position", resource.length())
                                        .toString())
                                .post("/workbench/api/completions/ValueSet-lab-phosphate")
                                .asString())
                        .path("suggestions")
                        .findValuesAsString("name"))
                .containsExactly("draft", "active", "retired", "unknown");
        assertThat(json().body(textOf(text).put("position", text.length() + 1).toString())
                        .post("/workbench/api/completions/KidneyDisease")
                        .statusCode())
                .isEqualTo(400);
        assertThat(json().body(textOf(text).put("position", 1).toString())
                        .post("/workbench/api/completions/NoLibrary")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void expressionIsToldWithItsTypeAndItsValuesForThePatient() {
        String text = Json.read(page("/workbench/api/sources/PatientRecord"))
                .path("text")
                .asString();
        ObjectNode asked = textOf(text).put("position", text.indexOf("result.effective") + "result.".length());
        asked.set("question", question());

        JsonNode hover = Json.read(json().body(asked.toString())
                .post("/workbench/api/hovers/PatientRecord")
                .asString());

        assertThat(new DescribedShapes(Json.read(page("/api-docs/workbench"))).errors("Hover", hover))
                .isEmpty();
        assertThat(hover.path("name").asString()).isEqualTo("result.effective");
        assertThat(hover.path("type").asString()).startsWith("Choice<FHIR.dateTime");
        assertThat(hover.at("/values/0/times").asInt()).isPositive();
        JsonNode unsaved = Json.read(json().body(asked.put("text", text + "\n").toString())
                .post("/workbench/api/hovers/PatientRecord")
                .asString());
        assertThat(unsaved.path("type")).isEqualTo(hover.path("type"));
        assertThat(unsaved.path("values").isEmpty()).isTrue();
    }

    @Test
    void sourcesAreListedAndUsesOfAResourceAreThoseOfItsUrl() {
        JsonNode sources = Json.read(page("/workbench/api/sources"));

        assertThat(new DescribedShapes(Json.read(page("/api-docs/workbench"))).errors("Sources", sources))
                .isEmpty();
        JsonNode phosphate = sources.path("resources")
                .valueStream()
                .filter(each -> each.path("name").asString().equals("ValueSet-lab-phosphate"))
                .findFirst()
                .orElseThrow();
        assertThat(phosphate.path("url").asString()).endsWith("/ValueSet/lab-phosphate");
        assertThat(Json.read(page("/workbench/api/sources/ValueSet-lab-phosphate/uses"))
                        .path("uses")
                        .valueStream()
                        .map(use -> use.path("library").asString()))
                .containsExactly("CalcinosisValueSets");
    }

    @Test
    void usesAreThoseOfTheNameOfThatLibrary() {
        JsonNode uses = Json.read(page("/workbench/api/sources/PatientRecord/uses?name=Is Under 18"));

        assertThat(uses.path("uses").size()).isGreaterThan(10);
        uses.path("uses").forEach(use -> assertThat(use.path("text").asString()).contains("\"Is Under 18\""));
        assertThat(Json.read(page("/workbench/api/sources/MineralRules/uses?name=Referral Words"))
                        .path("uses")
                        .valueStream()
                        .map(use -> use.path("library").asString())
                        .distinct())
                .containsExactly("MineralRules", "ProductRules");
    }

    private static ObjectNode textOf(String text) {
        return ((ObjectNode) Json.read("{}")).put("text", text);
    }
}
