package org.calcinosiscds.cql;

import java.util.function.Function;
import org.calcinosiscds.decision.DeadlineExceededException;
import org.calcinosiscds.decision.OverloadedException;
import org.calcinosiscds.time.Deadline;

/** Runs evaluations, a limited number of them at the same time. */
interface EvaluationLimiter {
    /**
     * Value of an evaluation.
     *
     * @param evaluation is given the deadline at which it must end itself, as {@link Evaluation} does with a
     *     {@link DeadlineExceededException}
     * @param deadline until which the caller waits, if {@link EvaluationSettings} does not end that sooner
     * @throws OverloadedException when the evaluation could not begin, or did not end, in the time of the settings
     * @throws DeadlineExceededException when the deadline came first
     */
    <T> T run(Function<Deadline, T> evaluation, Deadline deadline);
}
