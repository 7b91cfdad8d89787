package org.calcinosiscds.decision;

import org.calcinosiscds.time.Deadline;

/**
 * Assessments for one request that differ only in what a clinician has answered. What does not depend on the answers is evaluated once.
 * For use by one thread.
 */
@FunctionalInterface
public interface RequestAssessments {
    /**
     * The assessment when this is what has been answered.
     *
     * @param deadline after which the caller does not wait any longer
     * @throws OverloadedException when no evaluation slot became free in time
     * @throws DeadlineExceededException when the deadline was past before there was an answer
     * @throws EvaluationException when an expression failed: a defect of the knowledge, not of the request
     */
    Assessment assess(AnsweredCards answered, Deadline deadline);
}
