package org.calcinosiscds.openapi;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.calcinosiscds.http.OutcomeResponses;
import org.calcinosiscds.outcome.Status;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Says how the service is called, before anybody is known, like discovery: there is nothing of a client or of a patient in it. */
@RestController
class ApiDocsController {
    private final Map<String, byte[]> documents;
    private final ApiViewer viewer;

    ApiDocsController(List<ApiDescription> descriptions, ApiViewer viewer) {
        this.documents = descriptions.stream()
                .collect(Collectors.toMap(
                        ApiDescription::name,
                        each -> each.root().toPrettyString().getBytes(StandardCharsets.UTF_8)));
        this.viewer = viewer;
    }

    @GetMapping(path = "/api-docs", produces = MediaType.TEXT_HTML_VALUE)
    ResponseEntity<byte[]> page() {
        return viewer.page().answer();
    }

    @GetMapping("/api-docs/viewer/{version}/{file}")
    ResponseEntity<byte[]> file(
            @PathVariable String version,
            @PathVariable String file,
            @RequestHeader(name = HttpHeaders.ACCEPT_ENCODING, required = false) @Nullable String encodings) {
        return viewer.files().answer(version, file, encodings);
    }

    @GetMapping("/api-docs/{name}")
    ResponseEntity<byte[]> document(@PathVariable String name) {
        byte[] document = documents.get(name);
        if (document == null) {
            throw OutcomeResponses.refusal(Status.NOT_FOUND);
        }
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noCache())
                .contentType(MediaType.APPLICATION_JSON)
                .body(document);
    }
}
