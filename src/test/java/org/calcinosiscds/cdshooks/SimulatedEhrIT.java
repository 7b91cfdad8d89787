package org.calcinosiscds.cdshooks;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.calcinosiscds.cases.Json;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.client.TokenMaker;
import org.calcinosiscds.ehr.DialysisPatient;
import org.calcinosiscds.ehr.HapiRecordServer;
import org.calcinosiscds.ehr.RecordServer;
import org.calcinosiscds.ehr.RecordServer.Manners;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A dialysis patient with 500 Observations in two years in the EHRs of configured clients, which send no prefetch: the card is the same,
 * with few requests, which are printed for docs/performance.md.
 */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"calcinosis.fetch.open-duration=0s", "management.server.port=0"})
class SimulatedEhrIT {
    private static final TokenMaker KEY = TokenMaker.es384("key");
    private static final PatientCase PATIENT = DialysisPatient.withResults(500);
    private static final Map<String, RecordServer> SERVERS = new LinkedHashMap<>();
    private static final long LATENCY_MILLIS = 20;
    private static final long FAR_MILLIS = 200;
    private static final HapiRecordServer HAPI = new HapiRecordServer(PATIENT, 200);
    private static final HapiRecordServer WHOLE_PAGES = new HapiRecordServer(PATIENT, 1000);

    @TempDir
    static Path folder;

    @LocalServerPort
    private int port;

    @LocalManagementPort
    private int managementPort;

    /** How many requests are enough; of servers that page, those that are no page after the first. */
    private static final int ENOUGH = 12;

    private static Map<String, Manners> kinds() {
        Map<String, Manners> kinds = new LinkedHashMap<>();
        kinds.put("us-core", Manners.PLAIN.ofUsCore());
        kinds.put("pages-of-20", Manners.PLAIN.paging(20));
        kinds.put("pages-of-1000", Manners.PLAIN);
        kinds.put(
                "without-three-types",
                Manners.PLAIN
                        .lacking("Specimen", "MedicationStatement", "MedicationAdministration")
                        .terse());
        kinds.put("without-include", Manners.PLAIN.withoutInclude());
        kinds.put("behind-a-proxy", Manners.PLAIN.paging(20).behind("https://fhir.internal.example.org:8443/r4"));
        kinds.put("far", Manners.PLAIN);
        kinds.put("us-core-in-pages", Manners.PLAIN.ofUsCore().paging(20));
        return kinds;
    }

    @DynamicPropertySource
    static void clients(DynamicPropertyRegistry settings) throws IOException {
        Path keys = Files.writeString(folder.resolve("keys.json"), TokenMaker.jwks(KEY));
        settings.add("calcinosis.public-url", () -> TokenMaker.PUBLIC_URL);
        for (Map.Entry<String, Manners> kind : kinds().entrySet()) {
            long latency = kind.getKey().equals("far") ? FAR_MILLIS : LATENCY_MILLIS;
            SERVERS.put(kind.getKey(), new RecordServer(PATIENT, kind.getValue(), latency));
        }
        List<String> names = new ArrayList<>(SERVERS.keySet());
        names.addAll(List.of("hapi", "hapi-whole-pages"));
        for (int i = 0; i < names.size(); i++) {
            String client = "calcinosis.clients[" + i + "].";
            String name = names.get(i);
            settings.add(client + "name", () -> name);
            settings.add(client + "issuer", () -> name);
            settings.add(client + "keys", () -> "file:" + keys);
            settings.add(client + "deadline", () -> "60s");
            settings.add(client + "fhir-servers[0].url", () -> url(name));
        }
        settings.add("calcinosis.clients[5].fhir-servers[0].unsupported-parameters", () -> "Specimen.patient");
        settings.add("calcinosis.clients[8].fhir-servers[0].page-size", () -> "100");
    }

    @AfterAll
    static void close() {
        SERVERS.values().forEach(RecordServer::close);
        HAPI.close();
        WHOLE_PAGES.close();
    }

    private static String url(String name) {
        return switch (name) {
            case "hapi" -> HAPI.url();
            case "hapi-whole-pages" -> WHOLE_PAGES.url();
            default -> SERVERS.get(name).url();
        };
    }

    @TestFactory
    Stream<DynamicTest> cardIsTheSameWithFewRequests() {
        return SERVERS.entrySet().stream()
                .filter(kind -> !kind.getKey().equals("us-core-in-pages"))
                .map(kind -> DynamicTest.dynamicTest(kind.getKey(), () -> {
                    awaitSearches(
                            kind.getKey(),
                            asked -> assertThat(asked)
                                    .filteredOn(each -> !each.startsWith("?"))
                                    .hasSizeLessThanOrEqualTo(ENOUGH));
                    System.err.printf(
                            "| %s | %d |%n",
                            kind.getKey(), kind.getValue().askedForData().size());
                }));
    }

    @Test
    void manyPagesOfUsCoreAreFetchedInPartsSideBySide() {
        awaitSearches(
                "us-core-in-pages",
                searches -> assertThat(searches)
                        .filteredOn(search -> search.startsWith("Observation?"))
                        .hasSizeBetween(3, 4)
                        .anyMatch(search -> search.contains("|vital-signs&_count=1000&date=ge")));
    }

    @Test
    void realServerThatGives100AtATime() {
        check("hapi");
        await().untilAsserted(() -> assertDescriptionIsRead("hapi"));
        HAPI.forget();
        check("hapi");
        System.err.printf("| hapi | | %d |%n", HAPI.asked().size());
        assertThat(HAPI.asked()).hasSizeLessThanOrEqualTo(16);
        assertThat(HAPI.asked()).noneMatch(each -> each.startsWith("/metadata"));
        assertThat(HAPI.asked())
                .filteredOn(each -> each.contains("_count"))
                .allMatch(each -> each.contains("_count=100"));
    }

    @Test
    void realServerThatGivesWholePages() {
        check("hapi-whole-pages");
        await().untilAsserted(() -> assertDescriptionIsRead("hapi-whole-pages"));
        WHOLE_PAGES.forget();
        check("hapi-whole-pages");
        assertThat(WHOLE_PAGES.asked()).hasSizeLessThanOrEqualTo(ENOUGH);
    }

    @Test
    void whatAnEhrDoesNotHaveIsKnownAndInHealth() {
        awaitSearches(
                "us-core",
                searches -> assertThat(searches)
                        .noneMatch(each -> each.startsWith("MedicationStatement") || each.startsWith("Specimen?")));
        assertDescriptionIsRead("us-core")
                .body("components.ehrs.components.'us-core'.details.notAvailable", hasItem("MedicationStatement"));
    }

    private ValidatableResponse assertDescriptionIsRead(String client) {
        return given().port(managementPort)
                .get("/actuator/health")
                .then()
                .body("components.ehrs.components.'%s'.details.capabilityStatementsRead".formatted(client), equalTo(1));
    }

    /** The searches of a call once the CapabilityStatement is read, which happens beside the first calls. */
    private void awaitSearches(String client, Consumer<List<String>> expectation) {
        RecordServer server = SERVERS.get(client);
        await().untilAsserted(() -> {
            server.forget();
            check(client);
            expectation.accept(server.askedForData());
        });
    }

    private void check(String client) {
        ObjectNode call =
                CaseCalls.call(PATIENT, JsonNodeFactory.instance.objectNode()).put("fhirServer", url(client));
        String path = "/cds-services/" + PATIENT.service();
        String body = given().port(port)
                .header("Authorization", "Bearer " + KEY.token(path, Instant.now(), client))
                .contentType(ContentType.JSON)
                .body(call.toString())
                .post(path)
                .then()
                .statusCode(200)
                .extract()
                .asString();
        List<String> cards = Json.read(body)
                .path("cards")
                .valueStream()
                .map(card -> evidence(card).path("problem").asString("") + " "
                        + card.path("indicator").asString())
                .toList();
        assertThat(cards).as(body).isEqualTo(PATIENT.answer().cards()).isNotEmpty();
    }

    private static JsonNode evidence(JsonNode card) {
        return card.path("extension").path("org.calcinosis-cds");
    }
}
