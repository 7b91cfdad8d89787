package org.calcinosiscds.assess;

import java.util.List;
import java.util.Optional;
import org.calcinosiscds.outcome.OutcomeIssue;

/**
 * The answer about one patient, or why there is none.
 *
 * @param issues why there is no answer, or what an answer had to do without; empty when it rests on all that was sent
 */
public record PatientResult(Optional<AssessedPatient> assessed, List<OutcomeIssue> issues) {
    static PatientResult of(AssessedPatient assessed) {
        return new PatientResult(Optional.of(assessed), List.of());
    }

    /** An answer that was given without some of the data. */
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
