package org.calcinosiscds.assess;

import java.io.IOException;
import java.util.List;
import org.calcinosiscds.fhir.DataRequirements;
import org.calcinosiscds.record.PatientPartition;
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
        results.write(() -> result(resources));
    }

    private ResultWriter.Result result(List<ReceivedResource> resources) {
        PatientPartition partition = PatientPartition.of(resources, requirements);
        List<PatientResult> answers = partition.records().stream()
                .filter(record -> BundleAssessor.isRequested(record, parameters))
                .map(record -> OverloadRetry.call(() -> patients.assess(record, parameters)))
                .toList();
        return writer -> {
            for (PatientResult each : answers) {
                writer.answered(each);
            }
            if (!partition.unusedResources().isEmpty()) {
                writer.unusedResources(partition.unusedResources());
            }
        };
    }
}
