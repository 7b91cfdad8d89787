package org.calcinosiscds.workbench;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.calcinosiscds.authoring.CaseInput;
import org.calcinosiscds.authoring.ContentCase;
import org.calcinosiscds.authoring.ContentState;
import org.calcinosiscds.authoring.DifferenceRun;
import org.calcinosiscds.authoring.DifferenceRun.Differences;
import org.calcinosiscds.authoring.PatientFile;
import org.calcinosiscds.authoring.PatientSource;
import org.calcinosiscds.http.OutcomeResponses;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.calcinosiscds.outcome.RequestException;
import org.calcinosiscds.outcome.Status;
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
import tools.jackson.databind.JsonNode;

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
     * @param unanswered names of those that could not be read or answered
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

    /**
     * The element {@code against} is {@code git}, {@code jar}, or the path of a folder, package or jar with content; {@code patients} the path of
     * a folder of Bundles, each of one patient, asked about at the moment {@code asOf}. Without it the cases are compared.
     */
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    Difference start(@RequestBody byte[] body) throws IOException {
        JsonNode json = CaseInput.read(body);
        String against = json.path("against").asString("");
        if (against.isBlank()) {
            throw RequestException.badRequest("against", "The element 'against' must name the other content.");
        }
        String patients = json.path("patients").asString("");
        ContentState state = content.state();
        try {
            List<? extends PatientSource> asked = patients.isEmpty()
                    ? ContentCase.in(state.folder())
                    : PatientFile.in(state.folder().resolve(patients), CaseInput.asOf(json));
            return Difference.of(
                    state,
                    runs.start(
                            state,
                            key(against, patients),
                            new DifferenceRun(against, state.folder(), state.runner(), asked)));
        } catch (KnowledgeException | InvalidPathException e) {
            throw RequestException.unprocessable(String.valueOf(e.getMessage()));
        }
    }

    @GetMapping
    Difference progress(@RequestParam String against, @RequestParam(defaultValue = "") String patients) {
        ContentState state = content.state();
        return Difference.of(state, runs.of(state, key(against, patients)));
    }

    /** The Bundle of the file {@code name} in the folder {@code patients}. */
    @PostMapping(path = "/patients", consumes = MediaType.APPLICATION_JSON_VALUE)
    String patient(@RequestBody byte[] body) throws IOException {
        JsonNode json = CaseInput.read(body);
        String name = json.path("name").asString("");
        try {
            Path folder = content.folder().resolve(json.path("patients").asString(""));
            return PatientFile.in(folder, CaseInput.asOf(json)).stream()
                    .filter(each -> each.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> OutcomeResponses.refusal(Status.NOT_FOUND))
                    .input()
                    .bundle();
        } catch (KnowledgeException | InvalidPathException e) {
            throw RequestException.unprocessable(String.valueOf(e.getMessage()));
        }
    }

    private static String key(String against, String patients) {
        return against + "\n" + patients;
    }
}
