package org.calcinosiscds.assess;

import java.io.IOException;
import java.util.List;
import org.calcinosiscds.fhir.DataRequirements;
import org.calcinosiscds.record.PatientPartition;
import org.calcinosiscds.record.PatientRecord;
import org.calcinosiscds.record.ReceivedResource;

/**
 * Assesses the patients of a stream as soon as each is complete, and writes the results.
 *
 * @param parameters of the assessment of every patient
 */
record StreamedPatientAssessor(
        RecordAssessor patients, DataRequirements requirements, AssessParameters parameters, ResultWriter results)
        implements PatientStream.CompletePatients {
    @Override
    public void patient(List<ReceivedResource> resources) throws IOException {
        PatientPartition partition = PatientPartition.of(resources, requirements);
        for (PatientRecord record : partition.records()) {
            if (BundleAssessor.isRequested(record, parameters)) {
                results.answered(OverloadRetry.call(() -> patients.assess(record, parameters)));
            }
        }
        if (!partition.unusedResources().isEmpty()) {
            results.unusedResources(partition.unusedResources());
        }
    }
}
