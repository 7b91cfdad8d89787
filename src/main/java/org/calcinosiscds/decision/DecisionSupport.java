package org.calcinosiscds.decision;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.calcinosiscds.time.Deadline;

/** Assesses patients by the rules of the knowledge base. Safe for use by many threads. */
public interface DecisionSupport {
    /** The services the knowledge base holds, in the order in which discovery lists them; never empty. */
    List<DecisionService> services();

    /** The service of that id; empty when there is none. */
    default Optional<DecisionService> service(String id) {
        return services().stream().filter(service -> service.id().equals(id)).findFirst();
    }

    /** The service that a hook calls; empty when there is none. */
    default Optional<DecisionService> serviceOfHook(String hook) {
        return services().stream()
                .filter(service -> service.hook().equals(hook))
                .findFirst();
    }

    /**
     * Evaluates one service for one patient.
     *
     * @param deadline after which the caller does not wait any longer
     * @throws OverloadedException when no evaluation slot became free in time
     * @throws DeadlineExceededException when the deadline was past before there was an answer
     * @throws EvaluationException when an expression failed: a defect of the knowledge, not of the request
     */
    Assessment assess(AssessmentRequest request, Deadline deadline);

    /** As {@link #assess(AssessmentRequest, Deadline)}, without a deadline. */
    default Assessment assess(AssessmentRequest request) {
        return assess(request, Deadline.NONE);
    }

    /**
     * What can be judged although resources of some types are missing from the record.
     *
     * @param missing resource types
     * @throws OverloadedException when no evaluation slot became free in time
     * @throws DeadlineExceededException when the deadline was past before there was an answer
     * @throws EvaluationException when an expression failed: a defect of the knowledge, not of the request
     */
    default PartialJudgement judgeWithout(Set<String> missing, AssessmentRequest request, Deadline deadline) {
        return PartialJudgement.NONE;
    }

    /**
     * Assessments for this request with different answers to earlier cards, which evaluate once what does not depend on the answers.
     * The answers in the request itself are not used.
     */
    default RequestAssessments assessments(AssessmentRequest request) {
        return (answered, deadline) -> assess(request.with(answered), deadline);
    }

    /**
     * Evaluates one service for one patient and holds nothing back to spare the reader: every rule that is true has its
     * recommendation, and the product is told also when no rule speaks of it.
     *
     * @throws OverloadedException when no evaluation slot became free in time
     * @throws EvaluationException when an expression failed: a defect of the knowledge, not of the request
     */
    Assessment assessFully(AssessmentRequest request);

    /**
     * Why each rule of one service is true, false or undetermined for one patient, by id. Takes several times as long as an assessment.
     *
     * @param deadline after which the caller does not wait any longer
     * @throws OverloadedException when no evaluation slot became free in time
     * @throws DeadlineExceededException when the deadline was past before there was an answer
     * @throws EvaluationException when an expression failed: a defect of the knowledge, not of the request
     */
    default List<ExplainedRule> explain(AssessmentRequest request, Deadline deadline) {
        return List.of();
    }
}
