package org.calcinosiscds.fhirapi.patient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.cases.Json;
import org.calcinosiscds.cases.PatientCase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code $assess} on files of many patients, one resource a line. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@ExtendWith(OutputCaptureExtension.class)
class NdjsonIT {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @LocalServerPort
    int port;

    @Test
    void shuffledFileOfManyPatientsIsAnsweredAsEachOfThem() throws Exception {
        List<PatientCase> cases = PatientCase.all().stream()
                .filter(each -> each.expected().has("scenario") && each.hook().equals("patient-view"))
                .filter(each -> each.userType().equals("Practitioner")
                        && each.parameters().isEmpty())
                .filter(each -> each.asOfText().equals("2026-11-21T09:00:00Z"))
                .limit(40)
                .toList();
        List<String> lines = new ArrayList<>();
        for (PatientCase each : cases) {
            each.resources().forEach(resource -> lines.add(ofPatient(resource, each)));
        }
        Collections.shuffle(lines, new Random(7));

        HttpResponse<String> response = post("?asOf=2026-11-21T09:00:00Z", String.join("\n", lines));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/fhir+ndjson");
        List<JsonNode> answers = response.body().lines().map(Json::read).toList();
        assertThat(answers.stream().filter(each -> type(each).equals("Bundle")).map(NdjsonIT::ruled))
                .containsExactlyInAnyOrderElementsOf(cases.stream()
                        .map(each -> "Patient/" + each.name() + " "
                                + new TreeSet<>(each.answer().rules()))
                        .toList());
        assertThat(cases).hasSizeGreaterThan(20);
        assertThat(answers.get(answers.size() - 1).at("/issue/0/diagnostics").asString())
                .startsWith("Patients assessed: " + cases.size() + ".");
    }

    @Test
    void badLinesAreReportedByNumberAndTheOthersAnswered(CapturedOutput output) throws Exception {
        HttpResponse<String> response = post("", """
                {"resourceType":"Patient","id":"1"}
                {"resourceType":"Condition","subject":{"reference":"Patient/1"},"valeu":"Rosalind"}

                {"resourceType":"Patient","id":"2"}
                {"resourceType":"Observation","Rosalind
                {"resourceType":"Observation","value":1e300000}
                {"resourceType":"Rosalind"}
                {"resourceType":"Condition","subject":{"reference":"Patient/3"}}
                {"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient","id":"4"}}]}
                {"resourceType":"Bundle","entry":[]}
                """);

        List<JsonNode> answers = response.body().lines().map(Json::read).toList();
        assertThat(answers.stream().filter(each -> type(each).equals("Bundle")).map(NdjsonIT::subject))
                .containsExactlyInAnyOrder("Patient/1", "Patient/2", "Patient/4");
        assertThat(answers.stream()
                        .flatMap(each -> Stream.concat(
                                Stream.of(each),
                                each.path("entry").valueStream().map(entry -> entry.path("resource"))))
                        .filter(each -> type(each).equals("OperationOutcome"))
                        .flatMap(each -> each.path("issue").valueStream())
                        .map(issue -> issue.path("code").asString() + " "
                                + issue.at("/expression/0").asString("")))
                .containsExactlyInAnyOrder(
                        "structure line[2]",
                        "structure line[5].resourceType",
                        "too-costly line[6].value",
                        "not-supported line[7]",
                        "not-found line[8]",
                        "required line[10].Bundle",
                        "informational ");
        assertThat(response.body() + output).doesNotContain("Rosalind");
        // The line is written when the answer has left.
        await().untilAsserted(() -> assertThat(output).contains("assessed=\"3\" errors=\"3\" leftOver=\"2\""));
    }

    @Test
    void linesThatAreNoRecordAreReported() throws Exception {
        HttpResponse<String> response = post("", """
                {"resourceType":"Parameters","parameter":[{"name":"data","resource":{"resourceType":"Patient","id":"1"}}]}
                {"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"exception"}]}
                """);

        assertThat(response.body()
                        .lines()
                        .map(Json::read)
                        .map(line -> line.at("/issue/0/code").asString()))
                .containsExactly("structure", "incomplete", "informational");
    }

    @Test
    void dollarMayBeEncoded() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/fhir/%24assess"))
                .header("Content-Type", "application/x-ndjson")
                .POST(BodyPublishers.ofString("{\"resourceType\":\"Patient\",\"id\":\"1\"}"))
                .build();

        assertThat(CLIENT.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }

    @Test
    void fileMayBeLongerThanABody() throws Exception {
        String note = "x".repeat(1_000_000);
        String line = "{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{\"text\":\"x\"},"
                + "\"subject\":{\"reference\":\"Patient/1\"},\"note\":[{\"text\":\"" + note + "\"}]}\n";

        HttpResponse<String> response = post("", "{\"resourceType\":\"Patient\",\"id\":\"1\"}\n" + line.repeat(12));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("Patients assessed: 1.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/fhir+json", "text/html", "application/fhir+xml"})
    void answerIsNdjson(String accept) throws Exception {
        assertThat(send(request("").header("Accept", accept), "{}").statusCode())
                .isEqualTo(406);
    }

    @Test
    void otherOperationsTakeNoNdjson() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/fhir/PlanDefinition"))
                .header("Content-Type", "application/x-ndjson")
                .POST(BodyPublishers.ofString("{}"))
                .build();

        assertThat(CLIENT.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(415);
    }

    @Test
    void wrongParameterIsRefusedBeforeTheFileIsRead() throws Exception {
        assertThat(post("?hook=Rosalind", "{}").statusCode()).isEqualTo(400);
    }

    private HttpResponse<String> post(String query, String body) throws IOException, InterruptedException {
        return send(request(query), body);
    }

    private HttpRequest.Builder request(String query) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/fhir/$assess" + query))
                .header("Content-Type", "application/fhir+ndjson");
    }

    private static HttpResponse<String> send(HttpRequest.Builder request, String body)
            throws IOException, InterruptedException {
        return CLIENT.send(request.POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }

    /** The cases share ids; in one file each patient and result has its own. */
    private static String ofPatient(JsonNode resource, PatientCase patient) {
        String own = "Patient/" + patient.name();
        String text = Json.write(resource)
                .replaceAll("\"(https?://[^\"]*/)?Patient/" + patient.patientId() + "\"", "\"" + own + "\"");
        ObjectNode changed = (ObjectNode) Json.read(text);
        if (type(changed).equals("Patient") && changed.path("id").asString().equals(patient.patientId())) {
            changed.put("id", patient.name());
        }
        return Json.write(changed);
    }

    private static String ruled(JsonNode bundle) {
        Set<String> rules = bundle.path("entry")
                .valueStream()
                .map(entry -> entry.path("resource"))
                .filter(resource -> type(resource).equals("RiskAssessment"))
                .flatMap(risk -> risk.at("/code/coding").valueStream())
                .map(coding -> coding.path("code").asString())
                .collect(Collectors.toCollection(TreeSet::new));
        return subject(bundle) + " " + rules;
    }

    private static String subject(JsonNode bundle) {
        return bundle.at("/entry/0/resource/subject/reference").asString();
    }

    private static String type(JsonNode resource) {
        return resource.path("resourceType").asString("");
    }
}
