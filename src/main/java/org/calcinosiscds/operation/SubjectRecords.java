package org.calcinosiscds.operation;

import java.util.List;
import org.calcinosiscds.fhir.DataGap;
import org.calcinosiscds.fhir.DataRequirements;
import org.calcinosiscds.fhir.JsonGuard;
import org.calcinosiscds.fhir.JsonValue;
import org.calcinosiscds.fhir.OutcomeIssue;
import org.calcinosiscds.fhir.PatientBundle;
import org.calcinosiscds.fhir.PatientRecord;
import org.calcinosiscds.fhir.SortedRecords;
import org.calcinosiscds.http.RefusedRequestException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** The record of the one patient that an operation is about, from its parameters {@code subject} and {@code data}. */
@Component
class SubjectRecords {
    private final JsonGuard guard;
    private final BundleAssessor bundles;
    private final DataRequirements requirements;

    SubjectRecords(JsonGuard guard, BundleAssessor bundles, DataRequirements requirements) {
        this.guard = guard;
        this.bundles = bundles;
        this.requirements = requirements;
    }

    /**
     * Reads it.
     *
     * @throws RefusedRequestException with 400 when a parameter is missing or the record is flawed, with 422 when the data do not hold
     *     the subject once
     */
    PatientBundle read(OperationInput input) {
        return read(input, GivenContext.NONE);
    }

    /** The same with what is unsaved in it. */
    PatientBundle read(OperationInput input, GivenContext context) {
        String subject = input.required("subject");
        JsonValue data = input.resource("data");
        if (data == null) {
            throw refused(
                    HttpStatus.BAD_REQUEST, "required", "Parameter 'data' with a Bundle as its resource is needed.");
        }
        List<PatientRecord> records =
                SortedRecords.of(bundles.read(guard.reopen(data)).resources(), context.unsaved(), requirements)
                        .records()
                        .stream()
                        .filter(record ->
                                BundleAssessor.isSubject(record.bundle().patient(), subject))
                        .toList();
        if (records.isEmpty()) {
            throw refused(HttpStatus.UNPROCESSABLE_CONTENT, "not-found", "The data do not hold the subject.");
        }
        if (records.size() > 1) {
            throw refused(HttpStatus.UNPROCESSABLE_CONTENT, "multiple-matches", "The data hold the subject twice.");
        }
        // These answers have no place for what was left out.
        List<OutcomeIssue> missing =
                records.get(0).missing().stream().map(DataGap::issue).toList();
        if (!missing.isEmpty()) {
            throw new RefusedRequestException(HttpStatus.BAD_REQUEST, FhirPlace.of(missing));
        }
        return records.get(0).bundle();
    }

    private static RefusedRequestException refused(HttpStatus status, String code, String diagnostics) {
        return new RefusedRequestException(
                status, List.of(new OutcomeIssue(code, diagnostics, "Parameters.parameter")));
    }
}
