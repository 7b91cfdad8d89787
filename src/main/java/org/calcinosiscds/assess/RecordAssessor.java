package org.calcinosiscds.assess;

import org.calcinosiscds.record.PatientRecord;

/** Makes the result for the record of one patient, once it has been read. */
public interface RecordAssessor {
    /** @throws org.calcinosiscds.decision.OverloadedException when the service is busy; nothing is known of the patient then */
    PatientResult assess(PatientRecord record, AssessParameters parameters);
}
