package org.calcinosiscds.workbench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.calcinosiscds.http.OutcomeResponses;
import org.calcinosiscds.outcome.Status;
import org.calcinosiscds.wiring.FollowedContent;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The CQL of a library as it is on disk. */
@RestController
@InAuthoringMode
final class SourceController {
    private static final Pattern NAME = Pattern.compile("\\w+");

    private final FollowedContent content;

    SourceController(FollowedContent content) {
        this.content = content;
    }

    /** @param file path below the folder of content */
    record Source(String file, String text) {}

    @GetMapping(path = WorkbenchGuard.PATH + "/api/sources/{library}", produces = MediaType.APPLICATION_JSON_VALUE)
    Source source(@PathVariable String library) throws IOException {
        Path folder = content.state().folder();
        Path file = Path.of("cql", NAME.matcher(library).matches() ? library + ".cql" : "");
        if (!Files.isRegularFile(folder.resolve(file))) {
            throw OutcomeResponses.refusal(Status.NOT_FOUND);
        }
        return new Source(
                file.toString(), new String(Files.readAllBytes(folder.resolve(file)), StandardCharsets.UTF_8));
    }
}
