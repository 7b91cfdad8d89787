package org.calcinosiscds.workbench;

import org.calcinosiscds.authoring.CaseInput;
import org.calcinosiscds.authoring.CaseRunner;
import org.calcinosiscds.authoring.ContentState;
import org.calcinosiscds.cdshooks.CardPreview;
import org.calcinosiscds.decision.Assessment;
import org.calcinosiscds.decision.AssessmentRequest;
import org.calcinosiscds.decision.EvaluationException;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.calcinosiscds.outcome.RequestException;
import org.calcinosiscds.wiring.FollowedContent;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers for the page what the hook answers, and why. Nothing is stored or logged of a record. */
@RestController
@InAuthoringMode
@RequestMapping(path = WorkbenchGuard.PATH + "/api", produces = MediaType.APPLICATION_JSON_VALUE)
final class AnswerController {
    private final FollowedContent content;
    private final CardPreview cards;

    AnswerController(FollowedContent content, CardPreview cards) {
        this.content = content;
        this.cards = cards;
    }

    @GetMapping("/content")
    ContentView content() {
        return ContentView.of(content.state());
    }

    /** Returns 422 when the content has no service for the hook, or its rules cannot be evaluated for the record. */
    @PostMapping(path = "/answers", consumes = MediaType.APPLICATION_JSON_VALUE)
    Answer answer(@RequestBody byte[] body) {
        CaseInput input = CaseInput.of(CaseInput.read(body));
        ContentState state = content.state();
        CaseRunner runner = state.runner();
        try {
            AssessmentRequest request = runner.request(input);
            Assessment assessment = runner.assess(request, input.parameters());
            return Answer.of(
                    ContentView.of(state),
                    cards.response(request, assessment),
                    assessment.productReport(),
                    runner.reasons(request, input.parameters()),
                    runner.rules().byId());
        } catch (KnowledgeException | EvaluationException e) {
            throw RequestException.unprocessable(String.valueOf(e.getMessage()));
        }
    }
}
