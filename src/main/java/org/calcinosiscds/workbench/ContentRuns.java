package org.calcinosiscds.workbench;

import java.util.LinkedHashMap;
import java.util.Map;
import org.calcinosiscds.authoring.CasesRun;
import org.calcinosiscds.authoring.ContentState;
import org.jspecify.annotations.Nullable;

/** Runs of one kind, each in a thread of its own, of the content that answers now. Those of another text are ended. */
final class ContentRuns<T extends CasesRun<?>> {
    /** Those that were begun last. */
    private static final int MAX_RUNS = 4;

    private final Map<String, T> runs = new LinkedHashMap<>();
    private String version = "";

    /**
     * Begins a run, in place of an earlier one of that key.
     *
     * @param run that has not begun
     */
    T start(ContentState state, String key, T run) {
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

    private static void end(@Nullable CasesRun<?> run) {
        if (run != null) {
            run.stop();
        }
    }
}
