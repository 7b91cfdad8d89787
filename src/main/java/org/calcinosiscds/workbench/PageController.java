package org.calcinosiscds.workbench;

import java.nio.charset.StandardCharsets;
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
        return files.assets().answer(version, path.substring(1), encodings);
    }
}
