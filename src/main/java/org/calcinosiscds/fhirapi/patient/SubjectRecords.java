package org.calcinosiscds.fhirapi.patient;

import java.util.List;
import org.calcinosiscds.assess.BundleAssessor;
import org.calcinosiscds.assess.OperationInput;
import org.calcinosiscds.context.HookContext;
import org.calcinosiscds.fhir.DataRequirements;
import org.calcinosiscds.json.JsonGuard;
import org.calcinosiscds.json.JsonValue;
import org.calcinosiscds.outcome.FhirPathLocation;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.calcinosiscds.outcome.RequestException;
import org.calcinosiscds.outcome.Status;
import org.calcinosiscds.record.DataGap;
import org.calcinosiscds.record.PatientBundle;
import org.calcinosiscds.record.PatientPartition;
import org.calcinosiscds.record.PatientRecord;
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
     * Reads the record.
     *
     * @throws RequestException with 400 when a parameter is missing or the record contradicts itself or is not understood, with 422 when the data do not hold
     *     the subject once
     */
    PatientBundle read(OperationInput input) {
        return read(input, HookContext.NONE);
    }

    /** The same with the unsaved resources of the context. */
    PatientBundle read(OperationInput input, HookContext context) {
        String subject = input.required("subject");
        JsonValue data = input.resource("data");
        if (data == null) {
            throw refused(Status.BAD_REQUEST, "required", "Parameter 'data' with a Bundle as its resource is needed.");
        }
        List<PatientRecord> records =
                PatientPartition.of(bundles.read(guard.reopen(data)).resources(), context.unsaved(), requirements)
                        .records()
                        .stream()
                        .filter(record ->
                                BundleAssessor.isSubject(record.bundle().patient(), subject))
                        .toList();
        if (records.isEmpty()) {
            throw refused(Status.UNPROCESSABLE_CONTENT, "not-found", "The data do not hold the subject.");
        }
        if (records.size() > 1) {
            throw refused(Status.UNPROCESSABLE_CONTENT, "multiple-matches", "The data hold the subject twice.");
        }
        // The responses of these operations cannot report data that was left out.
        List<OutcomeIssue> missing =
                records.get(0).missing().stream().map(DataGap::issue).toList();
        if (!missing.isEmpty()) {
            throw new RequestException(Status.BAD_REQUEST, FhirPathLocation.of(missing));
        }
        return records.get(0).bundle();
    }

    private static RequestException refused(Status status, String code, String diagnostics) {
        return new RequestException(status, List.of(new OutcomeIssue(code, diagnostics, "Parameters.parameter")));
    }
}
