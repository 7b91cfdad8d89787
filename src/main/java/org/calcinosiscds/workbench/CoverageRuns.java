package org.calcinosiscds.workbench;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.calcinosiscds.authoring.ContentCase;
import org.calcinosiscds.authoring.ContentState;
import org.calcinosiscds.authoring.CoverageRun;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The runs of the content that answers now, each of the cases about a rule, or of all. Those of another text are ended. */
@Component
@InAuthoringMode
final class CoverageRuns {
    /** Of all cases, and of the rules that were looked at last. */
    private static final int MAX_RUNS = 4;

    private final Map<String, CoverageRun> runs = new LinkedHashMap<>();
    private String version = "";

    /**
     * Begins anew, in a thread of its own.
     *
     * @param rule id of a rule; empty for all cases
     */
    CoverageRun start(ContentState state, String rule) throws IOException {
        List<ContentCase> cases = ContentCase.in(state.folder()).stream()
                .filter(each -> rule.isEmpty() || each.isAbout(rule))
                .toList();
        CoverageRun run = new CoverageRun(state.runner(), cases);
        synchronized (this) {
            keepThoseOf(state);
            end(runs.remove(rule));
            if (runs.size() == MAX_RUNS) {
                end(runs.remove(runs.keySet().iterator().next()));
            }
            runs.put(rule, run);
        }
        Thread thread = new Thread(run, "coverage");
        thread.setDaemon(true);
        thread.start();
        return run;
    }

    /** The run that was begun last; null when none was, or another text answers now. */
    synchronized @Nullable CoverageRun of(ContentState state, String rule) {
        keepThoseOf(state);
        return runs.get(rule);
    }

    private void keepThoseOf(ContentState state) {
        if (!version.equals(state.version())) {
            version = state.version();
            runs.values().forEach(CoverageRun::stop);
            runs.clear();
        }
    }

    private static void end(@Nullable CoverageRun run) {
        if (run != null) {
            run.stop();
        }
    }
}
