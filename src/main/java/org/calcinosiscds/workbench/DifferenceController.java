package org.calcinosiscds.workbench;

import java.io.IOException;
import java.util.List;
import org.calcinosiscds.authoring.CaseInput;
import org.calcinosiscds.authoring.ContentState;
import org.calcinosiscds.authoring.DifferenceRun;
import org.calcinosiscds.authoring.DifferenceRun.Differences;
import org.calcinosiscds.outcome.RequestException;
import org.calcinosiscds.wiring.FollowedContent;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Which cases the content of the folder answers otherwise than other content, as the command {@code diff} finds it. */
@RestController
@InAuthoringMode
@RequestMapping(path = WorkbenchGuard.PATH + "/api/differences", produces = MediaType.APPLICATION_JSON_VALUE)
final class DifferenceController {
    private final FollowedContent content;
    private final ContentRuns<DifferenceRun> runs = new ContentRuns<>();

    DifferenceController(FollowedContent content) {
        this.content = content;
    }

    /**
     * How far a run is, and what it has found.
     *
     * @param cases how many it compares; 0 when there is no run of this content
     * @param done how many of them it has compared
     * @param unanswered paths of those that could not be read or answered
     * @param isEnded whether it runs no more
     * @param problem why it could not begin; empty when it could
     * @param found null until the run has come to its end
     */
    record Difference(
            ContentView content,
            int cases,
            int done,
            List<String> unanswered,
            boolean isEnded,
            String problem,
            @Nullable Differences found) {
        static Difference of(ContentState state, @Nullable DifferenceRun run) {
            ContentView content = ContentView.of(state);
            return run == null
                    ? new Difference(content, 0, 0, List.of(), true, "", null)
                    : new Difference(
                            content,
                            run.cases(),
                            run.done(),
                            run.unanswered(),
                            run.isEnded(),
                            run.problem(),
                            run.found());
        }
    }

    /** The element {@code against} is {@code git}, {@code jar}, or the path of a folder or package of content. */
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    Difference start(@RequestBody byte[] body) throws IOException {
        String against = CaseInput.read(body).path("against").asString("");
        if (against.isBlank()) {
            throw RequestException.badRequest("against", "The element 'against' must name the other content.");
        }
        ContentState state = content.state();
        return Difference.of(
                state,
                runs.start(
                        state,
                        against,
                        "",
                        cases -> new DifferenceRun(against, state.folder(), state.runner(), cases)));
    }

    @GetMapping
    Difference progress(@RequestParam String against) {
        ContentState state = content.state();
        return Difference.of(state, runs.of(state, against));
    }
}
