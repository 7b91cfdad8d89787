package org.calcinosiscds.operation;

import java.util.List;
import java.util.Optional;
import org.calcinosiscds.fhir.OutcomeIssue;

/**
 * The answer about one patient, or why there is none.
 *
 * @param issues empty exactly when there is an answer
 */
record PatientVerdict(Optional<PatientAssessor.Assessed> assessed, List<OutcomeIssue> issues) {
    static PatientVerdict of(PatientAssessor.Assessed assessed) {
        return new PatientVerdict(Optional.of(assessed), List.of());
    }

    static PatientVerdict failed(List<OutcomeIssue> issues) {
        return new PatientVerdict(Optional.empty(), issues);
    }
}
