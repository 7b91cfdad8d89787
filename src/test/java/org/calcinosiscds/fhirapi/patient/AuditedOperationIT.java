package org.calcinosiscds.fhirapi.patient;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.calcinosiscds.cases.CaseFolder;
import org.calcinosiscds.cases.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/** Each patient an integrator asks about leaves an AuditEvent, as each hook does. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@ExtendWith(OutputCaptureExtension.class)
class AuditedOperationIT {
    private static final Path DIALYSIS = CaseFolder.bundle("dialysis-product-71-40");
    private static final String NOTHING = """
            {"resourceType":"Patient","id":"well","name":[{"family":"Zzyzx-Family"}],"birthDate":"1971-02-03"}""";

    @TempDir
    static Path folder;

    @LocalServerPort
    private int port;

    @DynamicPropertySource
    static void file(DynamicPropertyRegistry settings) {
        settings.add("calcinosis.audit.file", () -> trail().toString());
    }

    private static Path trail() {
        return folder.resolve("events.ndjson");
    }

    @BeforeEach
    void beginAnew() throws IOException {
        Files.deleteIfExists(trail());
    }

    @Test
    void bundleLeavesAnEventForEachPatientAlsoWhenNothingIsFound(CapturedOutput output) throws IOException {
        String dialysis = Files.readString(DIALYSIS);
        String both = dialysis.substring(0, dialysis.lastIndexOf(']')) + ",{\"fullUrl\":\"urn:x:well\",\"resource\":"
                + NOTHING + "}]}";

        post("/fhir/$assess?asOf=2026-11-21T09:00:00Z", "application/fhir+json", both);

        List<JsonNode> events = events();
        assertThat(events).hasSize(2);
        assertThat(details(events.get(0)))
                .contains("rules=CC-010 CC-033", "cards=2")
                .noneMatch(detail -> detail.startsWith("hookInstance"));
        assertThat(patient(events.get(1))).isEqualTo("Patient/well");
        assertThat(details(events.get(1))).contains("cards=0");
        assertThat(events.get(0).at("/agent/0/who/display").asString()).isEqualTo("CDS client on this machine");
        assertThat(Files.readString(trail())).doesNotContain("Zzyzx", "1971");
        assertThat(output).doesNotContain("Patient/well");
    }

    @Test
    void eachPatientOfAFileLeavesAnEvent() throws IOException {
        post("/fhir/$assess", "application/fhir+ndjson", NOTHING + "\n" + NOTHING.replace("\"well\"", "\"other\""));

        assertThat(events()).extracting(AuditedOperationIT::patient).containsExactly("Patient/well", "Patient/other");
    }

    @Test
    void planThatIsAppliedNamesWhoAndWhere() throws IOException {
        post("/fhir/PlanDefinition/calcinosis-patient-view/$apply", "application/fhir+json", """
                {"resourceType":"Parameters","parameter":[
                  {"name":"subject","valueString":"Patient/well"},
                  {"name":"practitioner","valueString":"Practitioner/dr7"},
                  {"name":"encounter","valueString":"Encounter/e7"},
                  {"name":"data","resource":{"resourceType":"Bundle","type":"collection","entry":[
                    {"fullUrl":"https://ehr.example.org/fhir/Patient/well","resource":%s}]}}]}""".formatted(NOTHING));

        assertThat(events()).singleElement().satisfies(event -> {
            assertThat(patient(event)).isEqualTo("Patient/well");
            assertThat(event.at("/agent/0/who/reference").asString()).isEqualTo("Practitioner/dr7");
            assertThat(event.at("/entity/1/what/reference").asString()).isEqualTo("Encounter/e7");
            assertThat(event.at("/entity/2/what/reference").asString()).endsWith("/calcinosis-patient-view");
        });
    }

    @Test
    void requestThatIsRefusedLeavesNone() {
        post("/fhir/$assess", "application/fhir+json", "{\"resourceType\":\"Bundle\",\"type\":\"collection\"}", 422);

        assertThat(trail()).doesNotExist();
    }

    private void post(String path, String type, String body) {
        post(path, type, body, 200);
    }

    private void post(String path, String type, String body, int status) {
        String answer = given().port(port)
                .contentType(type + ";charset=utf-8")
                .body(body.getBytes(StandardCharsets.UTF_8))
                .urlEncodingEnabled(false)
                .post(path)
                .then()
                .statusCode(status)
                .extract()
                .asString();
        assertThat(answer).isNotEmpty();
    }

    private static List<JsonNode> events() throws IOException {
        return Files.readAllLines(trail()).stream().map(Json::read).toList();
    }

    private static String patient(JsonNode event) {
        return event.at("/entity/0/what/reference").asString();
    }

    private static List<String> details(JsonNode event) {
        JsonNode details =
                event.path("entity").get(event.path("entity").size() - 1).path("detail");
        return details.valueStream()
                .map(each -> each.path("type").asString() + "="
                        + each.path("valueString").asString())
                .toList();
    }
}
