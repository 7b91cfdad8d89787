package org.calcinosiscds;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.calcinosiscds.audit.AuditSettings;
import org.calcinosiscds.cases.CaseFolder;
import org.calcinosiscds.client.ClientSettings;
import org.calcinosiscds.cql.EvaluationSettings;
import org.calcinosiscds.feedback.FeedbackSettings;
import org.calcinosiscds.fhir.Limits;
import org.calcinosiscds.fhirserver.FetchSettings;
import org.calcinosiscds.http.AdmissionSettings;
import org.calcinosiscds.knowledge.ContentSettings;
import org.calcinosiscds.operation.NdjsonSettings;
import org.calcinosiscds.store.StoreSettings;
import org.calcinosiscds.tracing.TracingSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.env.Environment;

/** What the README says, asked of the service. Its commands are run by {@code .ci/run}. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class ReadmeTests {
    private static final String SERVICE = "/cds-services/calcinosis-patient-view";

    private final String readme = Files.readString(Path.of("README.md"));
    private final String request =
            Files.readString(Path.of("fhir-resources/tests/requests/patient-view-dialysis.json"));

    @LocalServerPort
    int port;

    ReadmeTests() throws IOException {}

    @Test
    void exampleIsAnsweredWithTheCardThatIsDrawn() {
        Map<String, String> card = given().port(port)
                .contentType(ContentType.JSON)
                .body(request)
                .post(SERVICE)
                .then()
                .statusCode(200)
                .extract()
                .path("cards[0]");
        List<String> drawn = readme.substring(readme.indexOf("<!-- card -->"))
                .lines()
                .dropWhile(line -> !line.startsWith("+--"))
                .takeWhile(line -> !line.equals("```"))
                .filter(line -> line.startsWith("| "))
                .map(line -> line.substring(1, line.length() - 1).strip())
                .filter(line -> !line.isEmpty())
                .toList();

        assertThat(readme).contains("+-- " + card.get("indicator") + " --");
        assertThat(drawn).hasSizeGreaterThan(3).first().isEqualTo(card.get("summary"));
        assertThat(card.get("detail").lines()).containsAll(drawn.subList(1, drawn.size()));
    }

    @Test
    void exampleAndReadmeNameThePrefetchKeysThatDiscoveryNames() {
        Map<String, String> templates = given().port(port)
                .get("/cds-services")
                .then()
                .extract()
                .path("services.find { it.id == 'calcinosis-patient-view' }.prefetch");
        Map<String, Object> example =
                io.restassured.path.json.JsonPath.from(request).getMap("prefetch");
        String table = readme.substring(readme.indexOf("| key | holds |"), readme.indexOf("## Settings"));

        assertThat(example.keySet()).containsExactlyInAnyOrderElementsOf(templates.keySet());
        assertThat(all("`([A-Za-z0-9]+)`", table.substring(0, table.indexOf("\n\n"))))
                .containsExactlyInAnyOrderElementsOf(templates.keySet());
    }

    @Test
    void everySettingIsListedWithItsDefault(@Autowired Environment environment) {
        Map<String, String> listed = readme.lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("\\s*\\|\\s*"))
                .filter(cells -> cells[1].contains("."))
                .collect(Collectors.toMap(cells -> cells[1].replace("`", ""), cells -> cells[2].replace("`", "")));
        Map<String, String> expected = new TreeMap<>();
        expected.putAll(defaults("calcinosis.limits.", Limits.class));
        expected.putAll(defaults("calcinosis.evaluation.", EvaluationSettings.class));
        expected.putAll(defaults("calcinosis.content.", ContentSettings.class));
        expected.putAll(defaults("calcinosis.ndjson.", NdjsonSettings.class));
        expected.putAll(defaults("calcinosis.store.", StoreSettings.class));
        expected.putAll(defaults("calcinosis.feedback.", FeedbackSettings.class));
        expected.put("calcinosis.public-url", "");
        expected.put("calcinosis.authoring.enabled", "false");
        expected.put("calcinosis.on-store-failure", "accept");
        expected.put("calcinosis.keys-hold-for", "4h");
        expected.putAll(defaults("calcinosis.open.", ClientSettings.Open.class));
        expected.putAll(defaults("calcinosis.fetch.", FetchSettings.class));
        expected.putAll(defaults("calcinosis.admission.", AdmissionSettings.class));
        expected.putAll(defaults("calcinosis.tracing.", TracingSettings.class));
        expected.putAll(defaults("calcinosis.audit.", AuditSettings.class));
        expected.put("server.address", environment.getRequiredProperty("server.address"));
        expected.put("server.port", "8080");

        assertThat(listed).containsExactlyInAnyOrderEntriesOf(expected);
    }

    /** A class of settings that the test above does not know would go unlisted unseen. */
    @Test
    void everyClassOfSettingsIsInTheTable() {
        List<String> prefixes = new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests()).importPackages("org.calcinosiscds").stream()
                        .filter(each -> each.isAnnotatedWith(ConfigurationProperties.class))
                        .map(each -> each.getAnnotationOfType(ConfigurationProperties.class)
                                .value())
                        .toList();

        assertThat(prefixes)
                .hasSizeGreaterThan(9)
                .allSatisfy(prefix -> assertThat(readme).contains("| `" + prefix + "."));
    }

    @Test
    void bundleOfTheReadmeIsAnsweredWithTheProduct() throws IOException {
        given().port(port)
                .contentType("application/fhir+json;charset=utf-8")
                .body(Files.readString(CaseFolder.bundle("dialysis-product-71-40")))
                .post("/fhir/$assess?asOf=2026-11-21T09:00:00Z")
                .then()
                .statusCode(200)
                .body("entry[0].resource.valueQuantity.value", org.hamcrest.Matchers.equalTo(71.40f));
    }

    @Test
    void expansionOfTheReadmeIsAnswered() {
        given().port(port)
                .urlEncodingEnabled(false)
                .get("/fhir/ValueSet/lab-phosphate/$expand?filter=moles")
                .then()
                .statusCode(200)
                .body("expansion.total", org.hamcrest.Matchers.equalTo(2));
    }

    @Test
    void everySettingOfAClientIsListed() {
        String table = readme.substring(readme.indexOf("| of a client |"));
        List<String> listed = all("(?m)^\\| `([a-z-]+)` \\|", table.substring(0, table.indexOf("\n\n")));

        assertThat(listed)
                .containsExactlyElementsOf(Arrays.stream(ClientSettings.Client.class.getRecordComponents())
                        .map(component ->
                                component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT))
                        .toList());
    }

    @Test
    void everyCommandIsOneThatCiRuns() throws IOException {
        String ci = Files.readString(Path.of(".ci/run"));
        List<String> commands = all("(?s)```sh\\n(.*?)```", readme).stream()
                .flatMap(block -> block.replaceAll("\\\\\\n", "").lines())
                .toList();

        assertThat(commands)
                .hasSize(13)
                .allSatisfy(command -> assertThat(command)
                        .satisfiesAnyOf(
                                each -> assertThat(each).startsWith("curl "),
                                each -> assertThat(each).startsWith("java -jar "),
                                each -> assertThat(ci).contains(each.replaceFirst("^mvn ", ""))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "CHANGELOG.md", "docs"})
    void everyLinkWithinTheRepositoryLeadsSomewhere(String name) throws IOException {
        try (var files = Files.walk(Path.of(name))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".md")).toList()) {
                assertThat(all("]\\(([^)#:]+)[)#]", Files.readString(file)))
                        .as("links of %s", file)
                        .allSatisfy(
                                link -> assertThat(file.resolveSibling(link)).exists());
            }
        }
    }

    private static Map<String, String> defaults(String prefix, Class<?> settings) {
        Map<String, String> defaults = new TreeMap<>();
        for (var component : settings.getRecordComponents()) {
            String name = component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
            for (var parameter : settings.getDeclaredConstructors()[0].getParameters()) {
                if (parameter.getName().equals(component.getName())) {
                    defaults.put(
                            prefix + name,
                            String.join(
                                    ",",
                                    parameter.getAnnotation(DefaultValue.class).value()));
                }
            }
        }
        return defaults;
    }

    private static List<String> all(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(result -> result.group(1))
                .toList();
    }
}
