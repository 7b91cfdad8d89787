package org.calcinosiscds.cql;

import java.time.Duration;
import org.calcinosiscds.time.Deadline;

/** An evaluation that fails with an error whose reason callers do not learn. */
public final class ExhaustedEvaluation {
    private ExhaustedEvaluation() {}

    public static void run(Runnable evaluation) {
        Duration minute = Duration.ofMinutes(1);
        EvaluationPool pool = new EvaluationPool(new EvaluationSettings(1, minute, minute, minute, minute));
        try {
            pool.run(
                    end -> {
                        evaluation.run();
                        return 0;
                    },
                    Deadline.NONE);
        } catch (IllegalStateException e) {
            // The process was to end before this.
        }
    }
}
