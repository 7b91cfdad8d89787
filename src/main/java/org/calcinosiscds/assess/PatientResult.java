package org.calcinosiscds.assess;

import java.util.List;
import java.util.Optional;
import org.calcinosiscds.outcome.OutcomeIssue;

/**
 * The result of assessing one patient, or why there is none.
 *
 * @param place where the Patient was read, such as {@code Patient.ndjson.line[3]}
 * @param issues why there is no result, or which data the result does not take into account; empty when it takes all into account
 */
public record PatientResult(String place, Optional<AssessedPatient> assessed, List<OutcomeIssue> issues) {
    /** A result that does not take all data into account. */
    static PatientResult of(String place, AssessedPatient assessed, List<OutcomeIssue> notes) {
        return new PatientResult(place, Optional.of(assessed), notes);
    }

    static PatientResult failed(String place, List<OutcomeIssue> issues) {
        return new PatientResult(place, Optional.empty(), issues);
    }

    /** The same at another place, and so its issues. */
    public PatientResult at(String otherPlace, List<OutcomeIssue> others) {
        return new PatientResult(otherPlace, assessed, others);
    }
}
