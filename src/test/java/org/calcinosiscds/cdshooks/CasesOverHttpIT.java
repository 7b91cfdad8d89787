package org.calcinosiscds.cdshooks;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.calcinosiscds.cases.Answer;
import org.calcinosiscds.cases.FhirServer;
import org.calcinosiscds.cases.Json;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.cases.Product;
import org.calcinosiscds.decision.Assessment;
import org.calcinosiscds.decision.DecisionSupport;
import org.calcinosiscds.feedback.CardIds;
import org.calcinosiscds.openapi.DescribedShapes;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Each case under {@code fhir-resources/tests} asked as an EHR asks: the prefetch is filled from the service's own discovery,
 * and the answer is the expected one, which is also the one to the whole record.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class CasesOverHttpIT {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;

    @Autowired
    private DecisionSupport decisionSupport;

    @Autowired
    private Cards cards;

    @Autowired
    private CardIds ids;

    @Autowired
    private JsonMapper mapper;

    @TestFactory
    Stream<DynamicTest> everyCaseIsAnsweredAsItsFolderSays() throws Exception {
        Map<String, Map<String, String>> templates = discoveredTemplates();
        DescribedShapes shapes = new DescribedShapes(
                Json.read(send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/api-docs/cds-services"))
                                .build())
                        .body()));
        return PatientCase.all().stream()
                .filter(each -> each.parameters().isEmpty())
                .map(each -> dynamicTest(each.name(), () -> check(each, templates.get(each.service()), shapes)));
    }

    private void check(PatientCase patient, Map<String, String> templates, DescribedShapes shapes) throws Exception {
        ObjectNode prefetch = FhirServer.ofUsCore(patient).prefetch(templates);
        JsonNode call = CaseCalls.call(patient, prefetch);
        HttpResponse<String> response = send(request("/" + patient.service())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(call.toString()))
                .build());

        assertThat(response.statusCode()).as(patient.name()).isEqualTo(200);
        JsonNode answer = Json.read(response.body());
        assertThat(shapes.errors("Call", call)).as(patient.name()).isEmpty();
        assertThat(shapes.errors("Cards", answer)).as(patient.name()).isEmpty();
        CardRules.check(patient, answer);
        checkAnswer(patient, answer);
        assertThat(withoutUuids(answer))
                .as("%s, the answer to the whole record", patient)
                .isEqualTo(withoutUuids(answerToWholeRecord(patient)));
    }

    private static void checkAnswer(PatientCase patient, JsonNode answer) {
        Answer expected = patient.answer();
        List<JsonNode> evidences = answer.path("cards")
                .valueStream()
                .map(card -> card.path("extension").path("org.calcinosis-cds"))
                .toList();
        List<String> rules = evidences.stream()
                .flatMap(evidence -> Json.strings(evidence.path("rules")))
                .sorted()
                .toList();
        assertThat(answer.path("cards")
                        .valueStream()
                        .map(card -> card.path("extension")
                                        .path("org.calcinosis-cds")
                                        .path("problem")
                                        .asString() + " "
                                + card.path("indicator").asString()))
                .as("%s, cards", patient)
                .isEqualTo(expected.cards());
        if (mayHideCards(patient)) {
            assertThat(expected.rules()).as("%s, rules", patient).containsAll(rules);
        } else {
            assertThat(rules).as("%s, rules", patient).isEqualTo(expected.rules());
        }
        assertThat(evidences).as("%s, evidence", patient).allSatisfy(evidence -> {
            assertThat(Product.of(Json.map(evidence.path("product")))).isEqualTo(expected.product());
            if (evidence.has("types")) { // The order services do not judge the type.
                assertThat(Answer.types(Json.strings(evidence.path("types")).toList()))
                        .isEqualTo(new TreeSet<>(expected.types()));
            }
        });
    }

    /** A third card that only informs is not shown, and its rules are not on the wire. */
    private static boolean mayHideCards(PatientCase patient) {
        return patient.hook().equals("patient-view")
                && patient.answer().cards().stream()
                                .filter(card -> card.endsWith(" info"))
                                .count()
                        == 2;
    }

    private JsonNode answerToWholeRecord(PatientCase patient) {
        Assessment assessment = decisionSupport.assess(CaseQuestions.about(patient, patient.record()));
        CardNames names = new CardNames(ids, "", patient.service(), "", patient.patientId());
        return Json.read(mapper.writeValueAsString(
                new CdsResponse(cards.from(assessment, CaseQuestions.request(patient), names).stream()
                        .map(Cards.NamedCard::card)
                        .toList())));
    }

    /** By service id and key. */
    private Map<String, Map<String, String>> discoveredTemplates() throws Exception {
        JsonNode discovery = Json.read(send(request("").GET().build()).body());
        return discovery
                .path("services")
                .valueStream()
                .collect(toMap(service -> service.path("id").asString(), CasesOverHttpIT::templates));
    }

    private static Map<String, String> templates(JsonNode service) {
        return service.path("prefetch").properties().stream()
                .collect(toMap(Map.Entry::getKey, each -> each.getValue().asString(), (a, b) -> a, LinkedHashMap::new));
    }

    private static JsonNode withoutUuids(JsonNode answer) {
        answer.findParents("uuid").forEach(parent -> ((ObjectNode) parent).remove("uuid"));
        return answer;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/cds-services" + path));
    }

    private static HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return CLIENT.send(request, BodyHandlers.ofString());
    }
}
