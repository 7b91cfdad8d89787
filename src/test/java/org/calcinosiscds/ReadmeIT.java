package org.calcinosiscds;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What the README and the documents say, asked of the service. Their commands are run by {@code .ci/run}. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class ReadmeIT {
    private static final String SERVICE = "/cds-services/calcinosis-patient-view";

    private final String request =
            Files.readString(Path.of("fhir-resources/tests/requests/patient-view-dialysis.json"));

    @LocalServerPort
    int port;

    ReadmeIT() throws IOException {}

    @Test
    void readmeIsShort() throws IOException {
        assertThat(Files.readString(Path.of("README.md")).split("\\s+")).hasSizeLessThanOrEqualTo(800);
    }

    @Test
    void pictureShowsTheFirstCardOfTheExample() throws IOException {
        JsonPath answer = given().port(port)
                .contentType(ContentType.JSON)
                .body(request)
                .post(SERVICE)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        String picture = Files.readString(Path.of("docs/card.svg"));

        assertThat(picture).contains("A " + answer.getString("cards[0].indicator") + " card");
        assertThat(Files.readString(Path.of("README.md"))).contains(answer.getString("cards[0].summary"));
        assertThat(drawn(picture, "summary")).containsExactly(answer.getString("cards[0].summary"));
        assertThat(drawn(picture, "first|detail"))
                .containsExactlyElementsOf(answer.getString("cards[0].detail")
                        .lines()
                        .map(line -> line.replaceFirst("^- ", "").replace("**", ""))
                        .toList());
        assertThat(drawn(picture, "suggestion"))
                .containsExactlyElementsOf(answer.getList("cards[0].suggestions.label"));
        assertThat(drawn(picture, "source")).containsExactly("Source: " + answer.getString("cards[0].source.label"));
    }

    /** The texts of a class in the picture, each of which may stand on several lines. */
    private static List<String> drawn(String picture, String classes) {
        return all("(?s)<text class=\"(?:" + classes + ")\"[^>]*>(.*?)</text>", picture).stream()
                .map(text -> text.replaceAll("\\s*<[^>]+>\\s*", " ")
                        .replaceAll("\\s+", " ")
                        .strip()
                        .replace("&gt;", ">"))
                .toList();
    }

    @Test
    void exampleAndDocumentNameThePrefetchKeysThatDiscoveryNames() throws IOException {
        Map<String, String> templates = given().port(port)
                .get("/cds-services")
                .then()
                .extract()
                .path("services.find { it.id == 'calcinosis-patient-view' }.prefetch");
        Map<String, Object> example = JsonPath.from(request).getMap("prefetch");
        String document = Files.readString(Path.of("docs/integrating-an-ehr.md"));
        String table = document.substring(document.indexOf("| Key | Holds |"));

        assertThat(example.keySet()).containsExactlyInAnyOrderElementsOf(templates.keySet());
        assertThat(all("`([A-Za-z0-9]+)`", table.substring(0, table.indexOf("\n\n"))))
                .containsExactlyInAnyOrderElementsOf(templates.keySet());
    }

    @Test
    void bundleOfTheDocumentsIsAnsweredWithTheProduct() throws IOException {
        String file = all("-d @(\\S+Bundle\\.json)", Files.readString(Path.of("docs/fhir-api.md")))
                .get(0);

        given().port(port)
                .contentType("application/fhir+json;charset=utf-8")
                .body(Files.readString(Path.of(file)))
                .post("/fhir/$assess?asOf=2026-11-21T09:00:00Z")
                .then()
                .statusCode(200)
                .body("entry[0].resource.valueQuantity.value", Matchers.equalTo(71.40f));
    }

    @Test
    void expansionOfTheDocumentsIsAnswered() {
        given().port(port)
                .urlEncodingEnabled(false)
                .get("/fhir/ValueSet/lab-phosphate/$expand?filter=moles")
                .then()
                .statusCode(200)
                .body("expansion.total", Matchers.equalTo(2));
    }

    @Test
    void everyCommandIsOneThatCiRuns() throws IOException {
        String ci = Files.readString(Path.of(".ci/run"));
        List<String> openings = all("commands '?([a-z][^'|)]*?)'? *[|)]", ci);
        List<String> blocks = documents("README.md", "docs")
                .filter(file -> file.getParent() == null || file.getParent().equals(Path.of("docs")))
                .flatMap(file -> all("(?s)```sh\\n(.*?)```", read(file)).stream())
                .map(block -> block.replaceAll("\\\\\\n", ""))
                .toList();

        assertThat(openings).contains("curl", "java -jar", "deploy/cds", "mvn test", "mvn install:install-file");
        assertThat(blocks).hasSizeGreaterThan(12).allSatisfy(block -> {
            if (openings.stream().noneMatch(block::startsWith)) {
                assertThat(block.lines())
                        .allSatisfy(command -> assertThat(ci).contains(command.replaceFirst("^mvn ", "")));
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "CHANGELOG.md", "docs"})
    void everyLinkWithinTheRepositoryLeadsSomewhere(String name) throws IOException {
        documents(name)
                .forEach(file -> assertThat(all("]\\(([^)#:]+)[)#]", read(file)))
                        .as("links of %s", file)
                        .allSatisfy(
                                link -> assertThat(file.resolveSibling(link)).exists()));
    }

    /** The Markdown files under these places. */
    private static Stream<Path> documents(String... locations) throws IOException {
        Stream.Builder<Path> documents = Stream.builder();
        for (String location : locations) {
            try (Stream<Path> files = Files.walk(Path.of(location))) {
                files.filter(file -> file.toString().endsWith(".md")).forEach(documents);
            }
        }
        return documents.build();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<String> all(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(result -> result.group(1))
                .toList();
    }
}
