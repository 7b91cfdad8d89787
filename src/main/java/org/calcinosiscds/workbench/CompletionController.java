package org.calcinosiscds.workbench;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.util.List;
import org.calcinosiscds.authoring.CaseInput;
import org.calcinosiscds.authoring.SourceFile;
import org.calcinosiscds.authoring.completion.CqlCompletion;
import org.calcinosiscds.authoring.completion.Hover;
import org.calcinosiscds.authoring.completion.JsonCompletion;
import org.calcinosiscds.authoring.completion.Suggestion;
import org.calcinosiscds.decision.EvaluationException;
import org.calcinosiscds.http.OutcomeResponses;
import org.calcinosiscds.knowledge.Content;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.calcinosiscds.outcome.RequestException;
import org.calcinosiscds.outcome.Status;
import org.calcinosiscds.wiring.FollowedContent;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What can stand at a place of a text that is being edited, and what does. */
@RestController
@InAuthoringMode
@RequestMapping(path = WorkbenchGuard.PATH + "/api", produces = MediaType.APPLICATION_JSON_VALUE)
final class CompletionController {
    private final FollowedContent content;
    private final FhirContext fhir;

    CompletionController(FollowedContent content, FhirContext fhir) {
        this.content = content;
        this.fhir = fhir;
    }

    /** @param suggestions by name, or in the order of the list of codes */
    record Completions(List<Suggestion> suggestions) {}

    /** Completes the element {@code text} at the index {@code position}. */
    @PostMapping(path = "/completions/{source}", consumes = MediaType.APPLICATION_JSON_VALUE)
    Completions complete(@PathVariable String source, @RequestBody byte[] body) throws IOException {
        Place place = Place.of(CaseInput.read(body));
        return new Completions(
                isLibrary(source)
                        ? CqlCompletion.at(content.state().runner(), place.text(), place.position())
                        : json().at(place.text(), place.position()));
    }

    /** Tells what the character at the index {@code position} belongs to; with the element {@code question} also its values. */
    @PostMapping(path = "/hovers/{source}", consumes = MediaType.APPLICATION_JSON_VALUE)
    Hover hover(@PathVariable String source, @RequestBody byte[] body) throws IOException {
        ObjectNode json = CaseInput.read(body);
        Place place = Place.of(json);
        if (!isLibrary(source)) {
            return json().about(place.text(), place.position())
                    .map(each -> new Hover(each.name(), each.type(), each.text()))
                    .orElse(Hover.NONE);
        }
        JsonNode question = json.path("question");
        try {
            return CqlCompletion.about(
                            content.state().runner(),
                            source,
                            place.text(),
                            place.position(),
                            question.isObject() ? CaseInput.of(question) : null)
                    .orElse(Hover.NONE);
        } catch (KnowledgeException | EvaluationException e) {
            throw RequestException.unprocessable(String.valueOf(e.getMessage()));
        }
    }

    private JsonCompletion json() {
        return new JsonCompletion(fhir, new Content.Folder(content.folder()).texts());
    }

    /** Whether the file is the CQL of a library; 404 when there is none. */
    private boolean isLibrary(String source) throws IOException {
        return SourceFile.read(content.folder(), source)
                .map(each -> each.file().toString().endsWith(".cql"))
                .orElseThrow(() -> OutcomeResponses.refusal(Status.NOT_FOUND));
    }

    /** A place in a text. */
    private record Place(String text, int position) {
        static Place of(JsonNode json) {
            String text = json.path("text").isString() ? json.path("text").asString() : null;
            int position = json.path("position").asInt(-1);
            if (text == null) {
                throw RequestException.badRequest("text", "The element 'text' must be CQL or JSON.");
            }
            if (position < 0 || position > text.length()) {
                throw RequestException.badRequest("position", "The element 'position' must be an index in the text.");
            }
            return new Place(text, position);
        }

        /** Says nothing of the text, which may be no CQL. */
        @Override
        public String toString() {
            return "Place " + position;
        }
    }
}
