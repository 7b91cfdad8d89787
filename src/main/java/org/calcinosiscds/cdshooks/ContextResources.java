package org.calcinosiscds.cdshooks;

import org.calcinosiscds.cdshooks.prefetch.IncompleteRecordException;
import org.calcinosiscds.cdshooks.request.CdsRequest;
import org.calcinosiscds.decision.UnsavedChanges;
import org.calcinosiscds.fhir.DataRequirements;
import org.calcinosiscds.outcome.RequestException;
import org.calcinosiscds.record.PatientBundle;
import org.calcinosiscds.record.PatientCompartment;
import org.calcinosiscds.record.PatientRecord;
import org.springframework.stereotype.Component;

/** Adds the unsaved resources of the hook's context to the record of the patient. */
@Component
class ContextResources {
    private final DataRequirements requirements;

    ContextResources(DataRequirements requirements) {
        this.requirements = requirements;
    }

    /** The record with the unsaved resources of the patient, and which resources those are. */
    record RecordWithChanges(PatientBundle record, UnsavedChanges changes) {}

    /**
     * @throws RequestException with 400 when a selection names no draft
     * @throws IncompleteRecordException when an unsaved resource is not understood, or does not say which patient it belongs to
     */
    RecordWithChanges addTo(PatientBundle chart, CdsRequest request) {
        PatientRecord record = request.context()
                .addTo(chart, new PatientCompartment(request.patientId(), request.fhirServer()), requirements);
        if (!record.missing().isEmpty()) {
            throw new IncompleteRecordException(record.missing());
        }
        return new RecordWithChanges(record.bundle(), request.context().session(record.bundle(), request.hook()));
    }
}
