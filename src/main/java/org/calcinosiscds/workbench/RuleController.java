package org.calcinosiscds.workbench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.calcinosiscds.authoring.CaseInput;
import org.calcinosiscds.authoring.ContentState;
import org.calcinosiscds.authoring.RuleReview;
import org.calcinosiscds.authoring.RuleVersions;
import org.calcinosiscds.decision.RuleReference;
import org.calcinosiscds.http.OutcomeResponses;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.calcinosiscds.outcome.OutcomeIssue;
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
import tools.jackson.databind.JsonNode;

/** The rules with what reviewers have said of them. */
@RestController
@InAuthoringMode
@RequestMapping(path = WorkbenchGuard.PATH + "/api/rules", produces = MediaType.APPLICATION_JSON_VALUE)
final class RuleController {
    private final FollowedContent content;

    RuleController(FollowedContent content) {
        this.content = content;
    }

    /** @param rules by id */
    record Rules(ContentView content, List<Rule> rules) {}

    /**
     * A rule.
     *
     * @param text what its page says
     * @param version SHA-256 of its text: of the page, its definitions, and what they use
     * @param reviews the latest last
     */
    record Rule(RuleReference text, String version, List<Review> reviews) {
        static Rule of(RuleReference text, String version, ContentState state) throws IOException {
            return new Rule(
                    text,
                    version,
                    RuleReview.in(state.folder(), text.id()).stream()
                            .map(each -> new Review(
                                    each.name(), each.sentence(), each.version().equals(version)))
                            .toList());
        }
    }

    /** @param isCurrent whether it is of the text of now */
    record Review(String verdict, String sentence, boolean isCurrent) {}

    @GetMapping
    Rules rules() throws IOException {
        ContentState state = content.state();
        RuleVersions versions = new RuleVersions(state.texts());
        List<Rule> rules = new ArrayList<>();
        try {
            for (RuleReference each : state.runner().rules().byId().values()) {
                rules.add(Rule.of(each, versions.of(each), state));
            }
        } catch (KnowledgeException e) {
            throw RequestException.unprocessable(String.valueOf(e.getMessage()));
        }
        return new Rules(ContentView.of(state), rules);
    }

    /** Adds the elements {@code verdict} and {@code sentence}; 409 when the text of the rule is not that of {@code version} any more. */
    @PostMapping(path = "/{rule}/reviews", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    Rule review(@PathVariable String rule, @RequestBody byte[] body) throws IOException {
        JsonNode json = CaseInput.read(body);
        ContentState state = content.state();
        RuleReference text = state.runner().rules().byId().get(rule);
        if (text == null) {
            throw OutcomeResponses.refusal(Status.NOT_FOUND);
        }
        String version = new RuleVersions(state.texts()).of(text);
        RuleReview review = RuleReview.of(
                json.path("verdict").asString(""),
                json.path("sentence").asString(""),
                json.path("version").asString(""));
        if (!version.equals(review.version())) {
            throw new RequestException(
                    Status.CONFLICT,
                    List.of(new OutcomeIssue(
                            "conflict", "The text of the rule has changed since it was read.", "version")));
        }
        try {
            synchronized (this) {
                review.write(state.folder(), rule);
            }
            return Rule.of(text, version, state);
        } catch (KnowledgeException e) {
            throw RequestException.unprocessable(String.valueOf(e.getMessage()));
        }
    }
}
