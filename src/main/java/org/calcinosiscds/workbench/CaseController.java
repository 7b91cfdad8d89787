package org.calcinosiscds.workbench;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.List;
import org.calcinosiscds.authoring.CaseInput;
import org.calcinosiscds.authoring.ContentCase;
import org.calcinosiscds.authoring.ContentState;
import org.calcinosiscds.authoring.KeptCase;
import org.calcinosiscds.decision.EvaluationException;
import org.calcinosiscds.http.OutcomeResponses;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.calcinosiscds.outcome.RequestException;
import org.calcinosiscds.outcome.Status;
import org.calcinosiscds.wiring.FollowedContent;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** The cases of the folder: lists them, opens one, writes a new one. */
@RestController
@InAuthoringMode
@RequestMapping(path = WorkbenchGuard.PATH + "/api/cases", produces = MediaType.APPLICATION_JSON_VALUE)
final class CaseController {
    private final FollowedContent content;

    CaseController(FollowedContent content) {
        this.content = content;
    }

    /** @param cases by path */
    record Cases(List<CaseView> cases) {}

    /** @param path of the folder that was written, below the folder of content */
    record WrittenCase(String path) {}

    @GetMapping
    Cases list() throws IOException {
        return new Cases(ContentCase.in(content.state().folder()).stream()
                .map(CaseView::listed)
                .toList());
    }

    @GetMapping("/{hook}/{topic}/{name}")
    CaseView open(@PathVariable String hook, @PathVariable String topic, @PathVariable String name) throws IOException {
        return CaseView.opened(ContentCase.at(content.state().folder(), hook, topic, name)
                .orElseThrow(() -> OutcomeResponses.refusal(Status.NOT_FOUND)));
    }

    /** Returns 422 when there is a case of that name, or no answer to it. */
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    WrittenCase keep(@RequestBody byte[] body) throws IOException {
        ObjectNode json = CaseInput.read(body);
        KeptCase kept = new KeptCase(
                CaseInput.of(json),
                json.path("topic").asString(""),
                json.path("name").asString(""),
                json.path("why").asString(""),
                json.path("isShort").asBoolean(false));
        ContentState state = content.state();
        try {
            return new WrittenCase(kept.write(state.folder(), state.runner()).toString());
        } catch (FileAlreadyExistsException e) {
            throw RequestException.unprocessable("There is a case of that name.");
        } catch (KnowledgeException | EvaluationException e) {
            throw RequestException.unprocessable(String.valueOf(e.getMessage()));
        }
    }
}
