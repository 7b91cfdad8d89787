package org.calcinosiscds.workbench;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
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

/** Serves the page and its files. */
@RestController
@InAuthoringMode
final class PageController {
    private static final Duration FOREVER = Duration.ofDays(365);

    private final PageFiles files;

    PageController(PageFiles files) {
        this.files = files;
    }

    @GetMapping(WorkbenchGuard.PATH)
    ResponseEntity<byte[]> page() {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noCache())
                .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                .body(files.index());
    }

    @GetMapping(WorkbenchGuard.PATH + "/assets/{version}/{*path}")
    ResponseEntity<byte[]> file(
            @PathVariable String version,
            @PathVariable String path,
            @RequestHeader(name = HttpHeaders.ACCEPT_ENCODING, required = false) @Nullable String encodings) {
        PageFiles.PageFile file = files.file(version, path.substring(1));
        if (file == null) {
            throw OutcomeResponses.refusal(Status.NOT_FOUND);
        }
        boolean isCompressed = encodings != null && encodings.contains("gzip");
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok()
                .cacheControl(CacheControl.maxAge(FOREVER).cachePublic().immutable())
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING)
                .contentType(MediaType.parseMediaType(file.type()));
        return isCompressed
                ? answer.header(HttpHeaders.CONTENT_ENCODING, "gzip").body(file.compressed())
                : answer.body(file.plain());
    }
}
