package org.calcinosiscds.workbench;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.calcinosiscds.authoring.CasesRun;
import org.calcinosiscds.authoring.ContentCase;
import org.calcinosiscds.authoring.ContentState;
import org.jspecify.annotations.Nullable;

/** Runs of one kind, each in a thread of its own, of the content that answers now. Those of another text are ended. */
final class ContentRuns<T extends CasesRun> {
    /** Those that were begun last. */
    private static final int MAX_RUNS = 4;

    private final Map<String, T> runs = new LinkedHashMap<>();
    private String version = "";

    /**
     * Begins a run, in place of an earlier one of that key.
     *
     * @param rule of which the cases are run; empty for all cases
     * @param of makes the run of these cases
     */
    T start(ContentState state, String key, String rule, Function<List<ContentCase>, T> of) throws IOException {
        T run = of.apply(ContentCase.in(state.folder()).stream()
                .filter(each -> rule.isEmpty() || each.isAbout(rule))
                .toList());
        synchronized (this) {
            keepThoseOf(state);
            end(runs.remove(key));
            if (runs.size() == MAX_RUNS) {
                end(runs.remove(runs.keySet().iterator().next()));
            }
            runs.put(key, run);
        }
        Thread thread = new Thread(run, "cases");
        thread.setDaemon(true);
        thread.start();
        return run;
    }

    /** The run that was begun last; null when none was, or another text answers now. */
    synchronized @Nullable T of(ContentState state, String key) {
        keepThoseOf(state);
        return runs.get(key);
    }

    private void keepThoseOf(ContentState state) {
        if (!version.equals(state.version())) {
            version = state.version();
            runs.values().forEach(CasesRun::stop);
            runs.clear();
        }
    }

    private static void end(@Nullable CasesRun run) {
        if (run != null) {
            run.stop();
        }
    }
}
