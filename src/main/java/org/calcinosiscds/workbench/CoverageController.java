package org.calcinosiscds.workbench;

import java.io.IOException;
import java.util.List;
import org.calcinosiscds.authoring.CaseInput;
import org.calcinosiscds.authoring.CaseRunner;
import org.calcinosiscds.authoring.ContentCase;
import org.calcinosiscds.authoring.ContentState;
import org.calcinosiscds.authoring.CoverageRun;
import org.calcinosiscds.authoring.LibraryCoverage;
import org.calcinosiscds.decision.EvaluationException;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.calcinosiscds.outcome.RequestException;
import org.calcinosiscds.wiring.FollowedContent;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What cases evaluate of the CQL, and to which truth values, as the command {@code coverage} counts it. */
@RestController
@InAuthoringMode
@RequestMapping(path = WorkbenchGuard.PATH + "/api/coverage", produces = MediaType.APPLICATION_JSON_VALUE)
final class CoverageController {
    private final FollowedContent content;
    private final ContentRuns<CoverageRun> runs = new ContentRuns<>();

    CoverageController(FollowedContent content) {
        this.content = content;
    }

    /**
     * How far a run is, and what it has found.
     *
     * @param cases how many it runs; 0 when there is no run of this content
     * @param done how many of them it has run
     * @param unanswered how many of these could not be answered
     * @param isEnded whether it runs no more
     * @param sourceVersion of the CQL that was evaluated, as of a library that is read; null where no library is asked about
     * @param library what was evaluated of it; null until the run has come to its end, and where no library is asked about
     * @param gaps what these cases leave open in it, each with the case that is nearest; none for a single question
     */
    record Coverage(
            ContentView content,
            int cases,
            int done,
            int unanswered,
            boolean isEnded,
            @Nullable String sourceVersion,
            @Nullable LibraryCoverage library,
            List<CoverageRun.Gap> gaps) {
        static Coverage of(ContentState state, @Nullable CoverageRun run, @Nullable String library) {
            String sourceVersion = library == null ? null : state.runner().sourceVersion(library);
            ContentView content = ContentView.of(state);
            return run == null
                    ? new Coverage(content, 0, 0, 0, true, sourceVersion, null, List.of())
                    : new Coverage(
                            content,
                            run.cases(),
                            run.done(),
                            run.unanswered().size(),
                            run.isEnded(),
                            sourceVersion,
                            library == null ? null : run.library(library).orElse(null),
                            library == null ? List.of() : run.gaps(library));
        }
    }

    /** The element {@code rule} names a rule whose cases are run; without it all are. */
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    Coverage start(@RequestBody byte[] body) throws IOException {
        ContentState state = content.state();
        String rule = CaseInput.read(body).path("rule").asString("");
        List<ContentCase> cases = ContentCase.in(state.folder()).stream()
                .filter(each -> rule.isEmpty() || each.isAbout(rule))
                .toList();
        return Coverage.of(state, runs.start(state, rule, new CoverageRun(state.runner(), cases)), null);
    }

    @GetMapping
    Coverage progress(@RequestParam(defaultValue = "") String rule) {
        ContentState state = content.state();
        return Coverage.of(state, runs.of(state, rule), null);
    }

    @GetMapping("/{library}")
    Coverage library(@PathVariable String library, @RequestParam(defaultValue = "") String rule) {
        ContentState state = content.state();
        return Coverage.of(state, runs.of(state, rule), library);
    }

    /** What the answer to one question evaluates. */
    @PostMapping(path = "/{library}", consumes = MediaType.APPLICATION_JSON_VALUE)
    Coverage answer(@PathVariable String library, @RequestBody byte[] body) {
        CaseInput input = CaseInput.of(CaseInput.read(body));
        ContentState state = content.state();
        CaseRunner runner = state.runner();
        try {
            return new Coverage(
                    ContentView.of(state),
                    1,
                    1,
                    0,
                    true,
                    runner.sourceVersion(library),
                    runner.coverage(runner.request(input), input.parameters(), library)
                            .orElse(null),
                    List.of());
        } catch (KnowledgeException | EvaluationException e) {
            throw RequestException.unprocessable(String.valueOf(e.getMessage()));
        }
    }
}
