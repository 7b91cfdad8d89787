package org.calcinosiscds.assess;

import java.util.List;
import java.util.Optional;
import org.calcinosiscds.outcome.OutcomeIssue;

/**
 * The result of assessing one patient, or why there is none.
 *
 * @param issues why there is no result, or which data the result does not take into account; empty when it takes all into account
 */
public record PatientResult(Optional<AssessedPatient> assessed, List<OutcomeIssue> issues) {
    static PatientResult of(AssessedPatient assessed) {
        return new PatientResult(Optional.of(assessed), List.of());
    }

    /** A result that does not take all data into account. */
    static PatientResult of(AssessedPatient assessed, List<OutcomeIssue> notes) {
        return new PatientResult(Optional.of(assessed), notes);
    }

    static PatientResult failed(List<OutcomeIssue> issues) {
        return new PatientResult(Optional.empty(), issues);
    }

    /** The same with the issues at other places. */
    public PatientResult with(List<OutcomeIssue> others) {
        return new PatientResult(assessed, others);
    }
}
