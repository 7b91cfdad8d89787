package org.calcinosiscds.workbench;

import java.util.List;
import org.calcinosiscds.authoring.CaseInput;
import org.calcinosiscds.authoring.CaseRunner;
import org.calcinosiscds.authoring.ContentState;
import org.calcinosiscds.decision.EvaluatedDefine;
import org.calcinosiscds.decision.EvaluationException;
import org.calcinosiscds.http.OutcomeResponses;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.calcinosiscds.outcome.RequestException;
import org.calcinosiscds.outcome.Status;
import org.calcinosiscds.wiring.FollowedContent;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The values of the defines of a library for a patient. */
@RestController
@InAuthoringMode
final class ValueController {
    private final FollowedContent content;

    ValueController(FollowedContent content) {
        this.content = content;
    }

    /** @param defines in the order of the text */
    record Values(ContentView content, List<EvaluatedDefine> defines) {
        /** Says nothing of the patient, so that it may end up in a log. */
        @Override
        public String toString() {
            return "Values";
        }
    }

    @PostMapping(
            path = WorkbenchGuard.PATH + "/api/values/{library}",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    Values values(@PathVariable String library, @RequestBody byte[] body) {
        CaseInput input = CaseInput.of(CaseInput.read(body));
        ContentState state = content.state();
        CaseRunner runner = state.runner();
        try {
            return new Values(
                    ContentView.of(state),
                    runner.values(runner.request(input), input.parameters(), library)
                            .orElseThrow(() -> OutcomeResponses.refusal(Status.NOT_FOUND)));
        } catch (KnowledgeException | EvaluationException e) {
            throw RequestException.unprocessable(String.valueOf(e.getMessage()));
        }
    }
}
