package org.calcinosiscds.operation;

import java.util.List;
import java.util.Optional;
import org.calcinosiscds.fhir.OutcomeIssue;

/**
 * The answer about one patient, or why there is none.
 *
 * @param issues why there is no answer, or what an answer had to do without; empty when it rests on all that was sent
 */
record PatientVerdict(Optional<PatientAssessor.Assessed> assessed, List<OutcomeIssue> issues) {
    static PatientVerdict of(PatientAssessor.Assessed assessed) {
        return new PatientVerdict(Optional.of(assessed), List.of());
    }

    /** An answer that was given without some of the data. */
    static PatientVerdict of(PatientAssessor.Assessed assessed, List<OutcomeIssue> notes) {
        return new PatientVerdict(Optional.of(assessed), notes);
    }

    static PatientVerdict failed(List<OutcomeIssue> issues) {
        return new PatientVerdict(Optional.empty(), issues);
    }

    /** The same with the issues at other places. */
    PatientVerdict with(List<OutcomeIssue> others) {
        return new PatientVerdict(assessed, others);
    }
}
