package org.calcinosiscds.assess;

import java.util.List;
import java.util.Optional;
import org.calcinosiscds.outcome.OutcomeIssue;

/**
 * The result of assessing one patient, or why there is none.
 *
 * @param location location of the Patient, such as {@code Patient.ndjson.line[3]}
 * @param issues why there is no result, or which data the result does not take into account; empty when it takes all into account
 */
public record PatientResult(String location, Optional<AssessedPatient> assessed, List<OutcomeIssue> issues) {
    /** A result that does not take all data into account. */
    public static PatientResult of(String location, AssessedPatient assessed, List<OutcomeIssue> notes) {
        return new PatientResult(location, Optional.of(assessed), notes);
    }

    public static PatientResult failed(String location, List<OutcomeIssue> issues) {
        return new PatientResult(location, Optional.empty(), issues);
    }

    /** The same result with other locations of the Patient and of the issues. */
    public PatientResult at(String otherLocation, List<OutcomeIssue> otherIssues) {
        return new PatientResult(otherLocation, assessed, otherIssues);
    }
}
