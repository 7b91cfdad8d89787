package org.calcinosiscds.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.calcinosiscds.cases.Json;
import org.calcinosiscds.openapi.DescribedShapes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Reviews of rules. */
class WorkbenchRulesIT extends WorkbenchTest {
    private static final Path REVIEWS = Path.of("docs/clinical/reviews/CC-010.json");

    @Test
    void reviewIsKeptAndIsOutOfDateWhenTheTextOfTheRuleChanges() throws IOException {
        String version = rule("CC-010").path("version").asString();
        Map<String, String> before = versions();
        assertThat(review("CC-010", "agree", "It is right.", version).statusCode())
                .isEqualTo(201);
        assertThat(review("CC-010", "question", "On dialysis too?", version).statusCode())
                .isEqualTo(201);

        assertThat(new DescribedShapes(Json.read(page("/api-docs/workbench")))
                        .errors("Rules", Json.read(page("/workbench/api/rules"))))
                .isEmpty();
        JsonNode reviews = rule("CC-010").path("reviews");
        assertThat(reviews.at("/1/verdict").asString()).isEqualTo("question");
        assertThat(reviews.at("/1/isCurrent").asBoolean()).isTrue();

        Path limits = FOLDER.resolve("cql/MineralLimits.cql");
        String text = Files.readString(limits);
        Files.writeString(limits, text + "// a comment\n");
        assertThat(rule("CC-010").path("version").asString())
                .as("a comment is no text of the rule")
                .isEqualTo(version);
        Files.writeString(limits, text.replaceFirst("(define \"High Product\":\\s+)70\\.0", "$172.0"));
        assertThat(rule("CC-010").at("/reviews/1/isCurrent").asBoolean()).isFalse();
        Map<String, String> after = versions();
        assertThat(after.keySet().stream().filter(rule -> !after.get(rule).equals(before.get(rule))))
                .as("the rules that the change reaches")
                .containsExactlyInAnyOrderElementsOf(Json.read(page("/workbench/api/content"))
                        .path("reached")
                        .valueStream()
                        .map(JsonNode::asString)
                        .filter(before::containsKey)
                        .toList())
                .hasSizeLessThan(before.size());
        assertThat(review("CC-010", "agree", "Of the older text.", version).statusCode())
                .isEqualTo(409);
        Files.writeString(limits, text);
        assertThat(rule("CC-010").at("/reviews/1/isCurrent").asBoolean()).isTrue();
        Files.delete(FOLDER.resolve(REVIEWS));
    }

    @ParameterizedTest
    @CsvSource({
        "NO-RULE,agree,Why,404",
        "..%2F..%2Fescape,agree,Why,404",
        "CC-010,perhaps,Why,400",
        "CC-010,agree,' ',400"
    })
    void whatIsNoReviewIsNotWritten(String rule, String verdict, String sentence, int status) {
        assertThat(review(rule, verdict, sentence, "").statusCode()).isIn(status, 400);
        assertThat(FOLDER.resolve(REVIEWS)).doesNotExist();
    }

    @Test
    void reviewNeedsTheToken() {
        assertThat(json().body("{}").post("/workbench/api/rules/CC-010/reviews").statusCode())
                .isEqualTo(403);
    }

    private Map<String, String> versions() {
        return Json.read(page("/workbench/api/rules"))
                .path("rules")
                .valueStream()
                .collect(Collectors.toMap(
                        each -> each.at("/text/id").asString(),
                        each -> each.path("version").asString()));
    }

    private JsonNode rule(String id) {
        return Json.read(page("/workbench/api/rules"))
                .path("rules")
                .valueStream()
                .filter(each -> each.at("/text/id").asString().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private Response review(String rule, String verdict, String sentence, String version) {
        String body = "{\"verdict\": \"%s\", \"sentence\": \"%s\", \"version\": \"%s\"}"
                .formatted(verdict, sentence, version);
        return json().urlEncodingEnabled(false)
                .header(WorkbenchToken.HEADER, token.value())
                .body(body)
                .post("/workbench/api/rules/" + rule + "/reviews");
    }
}
