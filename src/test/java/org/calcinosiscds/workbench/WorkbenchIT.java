package org.calcinosiscds.workbench;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.http.ContentType;
import io.restassured.http.Method;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.calcinosiscds.cases.Json;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.knowledge.Content;
import org.calcinosiscds.openapi.DescribedShapes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The workbench over HTTP: who is answered, and with what. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "calcinosis.authoring.enabled=true")
class WorkbenchIT {
    private static final String CASE = "patient-view/CC-010/dialysis-product-71-40";

    /** Static imports of modules; what is imported when it is needed is named by our own modules with its address. */
    private static final Pattern IMPORT = Pattern.compile("(?m)^(?:import|export) [^;'\"]*?from [\"']([^\"']+)[\"']");

    @TempDir
    static Path folder;

    @LocalServerPort
    private int port;

    @Autowired
    private WorkbenchToken token;

    @DynamicPropertySource
    static void serveTheFolder(DynamicPropertyRegistry settings) throws IOException {
        for (Map.Entry<String, String> file :
                new Content.Folder(Path.of("")).texts().entrySet()) {
            Path copy = folder.resolve(file.getKey());
            Files.createDirectories(copy.getParent());
            Files.writeString(copy, file.getValue());
        }
        Path tests = Path.of("fhir-resources/tests", CASE);
        Files.createDirectories(folder.resolve(tests));
        for (String name : List.of("Bundle.json", "expected.json")) {
            Files.copy(tests.resolve(name), folder.resolve(tests).resolve(name));
        }
        settings.add("calcinosis.content.folder", folder::toString);
    }

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
        assertThat(shapes.errors("Libraries", Json.read(page("/workbench/api/sources"))))
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
        Path written = folder.resolve(kept.path("path").toString());
        assertThat(Json.read(Files.readString(written.resolve("Bundle.json")))).isEqualTo(question.path("bundle"));
        JsonNode expected = Json.read(Files.readString(written.resolve("expected.json")));
        JsonNode original = Json.read(Files.readString(
                folder.resolve("fhir-resources/tests").resolve(CASE).resolve("expected.json")));
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
    void failedCaseIsShownAndAcceptedOnlyAsItWasSeen() throws IOException {
        Path expected = folder.resolve("fhir-resources/tests").resolve(CASE).resolve("expected.json");
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
        Path file = folder.resolve("cql/MineralRules.cql");
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

    /** A browser finds a module by its address only. */
    @Test
    void everyModuleImportsByAddressWhatIsThere() {
        Deque<String> next = new ArrayDeque<>();
        Set<String> seen = new TreeSet<>();
        String html = given().port(port).get("/workbench").asString();
        Stream.of(html.split("\"")).filter(each -> each.endsWith(".js")).forEach(next::add);
        next.add(next.getLast().replace("main.js", "editor/source-editor.js"));
        while (!next.isEmpty()) {
            String address = next.remove();
            if (seen.add(address)) {
                Response module = given().port(port).get(address);
                assertThat(module.statusCode()).as(address).isEqualTo(200);
                for (Matcher imported = IMPORT.matcher(module.asString()); imported.find(); ) {
                    assertThat(imported.group(1)).as("imported by %s", address).startsWith(".");
                    next.add(URI.create(address).resolve(imported.group(1)).getPath());
                }
            }
        }
        assertThat(seen).anyMatch(each -> each.endsWith("vendor/codemirror-view.js"));
    }

    private static ObjectNode textOf(String text) {
        return ((ObjectNode) Json.read("{}")).put("text", text);
    }

    @Test
    void writingNeedsTheToken() {
        ObjectNode question = question();
        question.put("topic", "CC-010").put("name", "without-token");
        for (String header : List.of("", "0".repeat(32))) {
            assertThat(json().header(WorkbenchToken.HEADER, header)
                            .body(question.toString())
                            .post("/workbench/api/cases")
                            .statusCode())
                    .isEqualTo(403);
        }
        assertThat(folder.resolve("fhir-resources/tests/patient-view/CC-010/without-token"))
                .doesNotExist();
    }

    /** What a page of another site, or a name that leads to loopback, gets: nothing, read or written. */
    @ParameterizedTest
    @CsvSource({
        "Host,            evil.example.org",
        "Host,            localhost.evil.example.org",
        "Origin,          http://evil.example.org",
        "Origin,          http://localhost:1",
        "Origin,          null",
        "Sec-Fetch-Site,  cross-site",
        "Sec-Fetch-Site,  same-site"
    })
    void otherSitesGetNothing(String header, String value) {
        Map<String, Method> addresses = Map.of(
                "/workbench", Method.GET,
                "/workbench/api/content", Method.GET,
                "/workbench/api/cases", Method.GET,
                "/workbench/api/changes", Method.GET,
                "/workbench/api/answers", Method.POST);
        addresses.forEach((address, method) -> {
            RequestSpecification request = method == Method.GET
                    ? given().port(port)
                    : json().body(question().toString());
            Response answer = request.header(header, value)
                    .header(WorkbenchToken.HEADER, token.value())
                    .request(method, address);
            assertThat(answer.statusCode()).as(address).isEqualTo(403);
            assertThat(answer.path("resourceType").toString()).isEqualTo("OperationOutcome");
            assertThat(answer.headers().hasHeaderWithName("Access-Control-Allow-Origin"))
                    .isFalse();
        });
    }

    /** A form of another page can send these without asking; none of them is JSON. */
    @ParameterizedTest
    @CsvSource({"text/plain", "application/x-www-form-urlencoded"})
    void formsAreNotAnswered(String type) {
        assertThat(given().port(port)
                        .contentType(type)
                        .body(question().toString())
                        .post("/workbench/api/answers")
                        .statusCode())
                .isEqualTo(415);
    }

    @Test
    void pageHasNoInlineScriptAndItsFilesAreKeptForEver() {
        Response page = given().port(port).get("/workbench");
        String html = page.asString();

        assertThat(page.header("Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(html)
                .doesNotContain("{{")
                .doesNotContainPattern("<script(?! type=\"module\" src=)|<style| on\\w+=| style=");
        List<String> files = Stream.of(html.split("\""))
                .filter(each -> each.startsWith("/workbench/assets/"))
                .toList();
        assertThat(files).isNotEmpty().allSatisfy(file -> {
            Response answer = given().port(port).get(file);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.header("Cache-Control")).contains("max-age=31536000", "immutable");
            assertThat(given().port(port)
                            .get(file.replaceFirst("assets/\\w+", "assets/0123456789abcdef"))
                            .statusCode())
                    .isEqualTo(404);
        });
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

    private static ObjectNode question() {
        PatientCase patient = PatientCase.named("dialysis-product-71-40").orElseThrow();
        ObjectNode question = (ObjectNode) Json.read("{}");
        question.put("hook", patient.hook());
        question.put("asOf", patient.expected().path("asOf").asString());
        question.put("user", "Practitioner");
        question.set("bundle", patient.bundle().deepCopy());
        return question;
    }

    private JsonNode answer(ObjectNode question) {
        Response answer = json().body(question.toString()).post("/workbench/api/answers");
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        return Json.read(answer.asString());
    }

    private String page(String path) {
        return given().port(port).get(path).asString();
    }

    private RequestSpecification json() {
        return given().port(port).contentType(ContentType.JSON);
    }
}
