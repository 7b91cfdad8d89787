package org.calcinosiscds.workbench;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.calcinosiscds.authoring.CaseInput;
import org.calcinosiscds.authoring.CaseResult;
import org.calcinosiscds.authoring.ContentCase;
import org.calcinosiscds.authoring.ContentState;
import org.calcinosiscds.outcome.RequestException;
import org.calcinosiscds.wiring.FollowedContent;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Runs cases, and writes what came into {@code expected.json} of one that an author agrees with. */
@RestController
@InAuthoringMode
final class RunController {
    /** In one call: the page shows progress, and other questions need not wait for all cases. */
    private static final int MOST_CASES = 200;

    private final FollowedContent content;

    RunController(FollowedContent content) {
        this.content = content;
    }

    /** @param results of the cases that were named, in their order */
    record Runs(ContentView content, List<Run> results) {}

    /**
     * What became of a case.
     *
     * @param path hook, topic and name
     * @param differences a sentence for each difference; empty when it passed
     * @param expected {@code expected.json} as it is; null when it passed
     * @param came the same with what came; null when it passed or no answer came
     */
    record Run(
            String path,
            List<String> differences,
            @JsonRawValue @Nullable String expected,
            @JsonRawValue @Nullable String came) {
        static Run of(CaseResult result) {
            boolean isPassed = result.isPassed();
            return new Run(
                    result.of().toString(),
                    result.differences(),
                    isPassed ? null : result.of().expected().toString(),
                    isPassed || result.updated() == null
                            ? null
                            : result.updated().toString());
        }
    }

    /** The element {@code cases} holds at most 200 paths; a case that is not there, or cannot be read, fails with that. */
    @PostMapping(
            path = WorkbenchGuard.PATH + "/api/runs",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    Runs run(@RequestBody byte[] body) throws IOException {
        List<String> paths = CaseInput.read(body)
                .path("cases")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
        if (paths.isEmpty() || paths.size() > MOST_CASES) {
            throw RequestException.badRequest(
                    "cases", "The element 'cases' must name 1 to %d cases.".formatted(MOST_CASES));
        }
        ContentState state = content.state();
        List<Run> results = new ArrayList<>();
        for (String path : paths) {
            results.add(run(path, state));
        }
        return new Runs(ContentView.of(state), results);
    }

    private static Run run(String path, ContentState state) throws IOException {
        ContentCase found = ContentCase.at(state.folder(), path.split("/")).orElse(null);
        return found == null
                ? new Run(path, List.of("There is no such case, or it cannot be read."), null, null)
                : Run.of(state.runner().run(found));
    }

    /**
     * Writes what comes now, if it is of the text that the author has seen.
     *
     * <p>The element {@code path} names the case, {@code version} the content of the answer that was looked at.
     */
    @PostMapping(
            path = WorkbenchGuard.PATH + "/api/cases/accepted",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    Run accept(@RequestBody byte[] body) throws IOException {
        JsonNode json = CaseInput.read(body);
        String path = json.path("path").asString("");
        ContentState state = content.state();
        if (!state.version().equals(json.path("version").asString(""))) {
            throw RequestException.unprocessable("The content has changed since: look at the difference again.");
        }
        ContentCase found = ContentCase.at(state.folder(), path.split("/"))
                .orElseThrow(() -> RequestException.unprocessable("There is no such case, or it cannot be read."));
        CaseResult result = state.runner().run(found);
        if (!result.write()) {
            throw RequestException.unprocessable(
                    "No answer came to the case, or what differs is to be edited by hand.");
        }
        return run(path, state);
    }
}
