package org.calcinosiscds.workbench;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.calcinosiscds.authoring.CaseInput;
import org.calcinosiscds.authoring.Explanations;
import org.calcinosiscds.authoring.Finding;
import org.calcinosiscds.authoring.LibraryOutline;
import org.calcinosiscds.authoring.ResourceOutline;
import org.calcinosiscds.authoring.SourceFile;
import org.calcinosiscds.http.OutcomeResponses;
import org.calcinosiscds.knowledge.Content;
import org.calcinosiscds.knowledge.KnowledgeLoader;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.calcinosiscds.outcome.RequestException;
import org.calcinosiscds.outcome.Status;
import org.calcinosiscds.wiring.FollowedContent;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Libraries and resources as they are on disk, what is wrong with a text that is not there yet, and writing it. */
@RestController
@InAuthoringMode
@RequestMapping(path = WorkbenchGuard.PATH + "/api", produces = MediaType.APPLICATION_JSON_VALUE)
final class SourceController {
    private final FollowedContent content;

    SourceController(FollowedContent content) {
        this.content = content;
    }

    /**
     * What can be opened.
     *
     * @param libraries by name
     * @param resources by type and id
     */
    record Sources(List<LibraryOutline> libraries, List<ResourceOutline> resources) {}

    /** @param uses by library and line */
    record Uses(List<LibraryOutline.Use> uses) {}

    /**
     * A library or a resource.
     *
     * @param file path below the folder of content
     * @param version SHA-256 of path and text
     */
    record Source(String file, String text, String version) {
        static Source of(SourceFile source) {
            return new Source(source.file().toString(), source.text(), source.version());
        }
    }

    /** @param findings of all files, with the text that was sent */
    record Check(List<Finding> findings) {}

    /** @param content with the text that was written */
    record Saved(Source source, ContentView content) {}

    /** @param text Markdown */
    record Explanation(String code, String text) {}

    @GetMapping("/sources")
    Sources sources() {
        Map<String, String> texts = texts();
        return new Sources(LibraryOutline.of(KnowledgeLoader.cql(texts)), ResourceOutline.of(texts));
    }

    @GetMapping("/sources/{source}")
    Source source(@PathVariable String source) throws IOException {
        return Source.of(read(source));
    }

    /** Uses of a name that a library declares; without a name, those of a resource. */
    @GetMapping("/sources/{source}/uses")
    Uses uses(@PathVariable String source, @RequestParam(defaultValue = "") String name) {
        Map<String, String> texts = texts();
        return new Uses(
                name.isEmpty()
                        ? ResourceOutline.uses(texts, source)
                        : LibraryOutline.uses(KnowledgeLoader.cql(texts), source, name));
    }

    /** The element {@code text} is checked in place of the file on disk. */
    @PostMapping(path = "/checks/{source}", consumes = MediaType.APPLICATION_JSON_VALUE)
    Check check(@PathVariable String source, @RequestBody byte[] body) throws IOException {
        return new Check(content.findings(read(source).file().toString(), text(CaseInput.read(body))));
    }

    /** Writes the element {@code text}; 409 when the file is not the one of {@code version} any more, which is left as it is. */
    @PutMapping(path = "/sources/{source}", consumes = MediaType.APPLICATION_JSON_VALUE)
    Saved save(@PathVariable String source, @RequestBody byte[] body) throws IOException {
        JsonNode json = CaseInput.read(body);
        String text = text(json);
        synchronized (this) {
            SourceFile now = read(source);
            if (!now.version().equals(json.path("version").asString(""))) {
                throw new RequestException(
                        Status.CONFLICT,
                        List.of(new OutcomeIssue(
                                "conflict", "The file was changed on disk since it was opened.", "version")));
            }
            return new Saved(Source.of(now.write(content.folder(), text)), ContentView.of(content.state()));
        }
    }

    @GetMapping("/explanations/{code}")
    Explanation explanation(@PathVariable String code) {
        return new Explanation(
                code, Explanations.of(code).orElseThrow(() -> OutcomeResponses.refusal(Status.NOT_FOUND)));
    }

    private static String text(JsonNode json) {
        if (!json.path("text").isString()) {
            throw RequestException.badRequest("text", "The element 'text' must be CQL or JSON.");
        }
        return json.path("text").asString();
    }

    private SourceFile read(String source) throws IOException {
        return SourceFile.read(content.folder(), source).orElseThrow(() -> OutcomeResponses.refusal(Status.NOT_FOUND));
    }

    private Map<String, String> texts() {
        return new Content.Folder(content.folder()).texts();
    }
}
