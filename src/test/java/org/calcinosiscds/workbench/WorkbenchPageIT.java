package org.calcinosiscds.workbench;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.http.Method;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** The files of the page, and who is answered. */
class WorkbenchPageIT extends WorkbenchTest {
    /** Static imports of modules; what is imported when it is needed is named by our own modules with its address. */
    private static final Pattern IMPORT = Pattern.compile("(?m)^(?:import|export) [^;'\"]*?from [\"']([^\"']+)[\"']");

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
        assertThat(FOLDER.resolve("fhir-resources/tests/patient-view/CC-010/without-token"))
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
}
