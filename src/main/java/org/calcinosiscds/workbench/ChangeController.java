package org.calcinosiscds.workbench;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.calcinosiscds.authoring.ContentState;
import org.calcinosiscds.wiring.FollowedContent;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Tells the page by server-sent events which text is on disk. */
@RestController
@InAuthoringMode
final class ChangeController {
    /** How often the files are looked at. */
    private static final Duration PAUSE = Duration.ofMillis(300);

    /** Short, so that a shutdown need not wait for an open page; browsers connect again by themselves. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final FollowedContent content;
    private final JsonMapper json;

    ChangeController(FollowedContent content, JsonMapper json) {
        this.content = content;
        this.json = json;
    }

    /** Sends the state of the content at once, and again after each change. */
    @GetMapping(path = WorkbenchGuard.PATH + "/api/changes", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    void changes(HttpServletResponse response) throws IOException, InterruptedException {
        response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        PrintWriter out = response.getWriter();
        out.print("retry: " + PAUSE.toMillis() + "\n\n");
        String told = "";
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < LONGEST.toNanos() && !out.checkError()) {
            ContentState state = content.state();
            if (!told.equals(state.folderVersion())) {
                told = state.folderVersion();
                out.print("data: " + json.writeValueAsString(ContentView.of(state)) + "\n\n");
                out.flush();
            }
            Thread.sleep(PAUSE.toMillis());
        }
    }
}
