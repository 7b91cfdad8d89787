package org.calcinosiscds.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.calcinosiscds.authoring.CaseInput;
import org.calcinosiscds.authoring.CaseRunner;
import org.calcinosiscds.authoring.ContentCase;
import org.calcinosiscds.cases.Json;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.decision.AssessmentRequest;
import org.calcinosiscds.decision.DecisionSupport;
import org.calcinosiscds.feedback.CardIds;
import org.calcinosiscds.knowledge.Content;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** An author sees the cards of the hook, word for word, in every case. */
@SpringBootTest
class CardPreviewIT {
    @Autowired
    private DecisionSupport decisionSupport;

    @Autowired
    private Cards cards;

    @Autowired
    private CardPreview preview;

    @Autowired
    private CardIds ids;

    @Autowired
    private JsonMapper mapper;

    @TestFactory
    Stream<DynamicTest> cardsAreThoseOfTheHook() throws IOException {
        CaseRunner runner = CaseRunner.of(new Content.Folder(Path.of("")));
        return ContentCase.in(Path.of("")).stream()
                .filter(each -> !each.isShort())
                .filter(each -> each.expected().path("parameters").isEmpty())
                .map(each -> dynamicTest(each.toString(), () -> check(each, runner)));
    }

    private void check(ContentCase each, CaseRunner runner) throws IOException {
        CaseInput input = each.input();
        AssessmentRequest request = runner.request(input);
        JsonNode shown = Json.read(preview.response(request, runner.assess(request, input.parameters())));

        PatientCase patient = PatientCase.named(each.name()).orElseThrow();
        CardNames names = new CardNames(ids, "", patient.service(), "", patient.patientId());
        JsonNode ofTheHook = Json.read(mapper.writeValueAsString(new CdsResponse(cards
                .from(
                        decisionSupport.assess(CaseQuestions.about(patient, patient.record())),
                        CaseQuestions.request(patient),
                        names)
                .stream()
                .map(Cards.NamedCard::card)
                .toList())));

        assertThat(withoutNames(shown)).isEqualTo(withoutNames(ofTheHook));
    }

    /** A card has a new id in each answer; a resource of the context without id is named by its reader. */
    private static JsonNode withoutNames(JsonNode answer) {
        answer.findParents("uuid").forEach(parent -> ((ObjectNode) parent).remove("uuid"));
        return Json.read(answer.toString().replaceAll("/(?:draft-\\d+|[0-9a-f]{8}-[0-9a-f-]{27})\"", "/unsaved\""));
    }
}
