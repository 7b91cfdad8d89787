package org.calcinosiscds.assess;

import java.util.List;
import org.calcinosiscds.record.PatientPartition.UnusedResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.OperationOutcome;

/**
 * The results of assessing the patients of a Bundle.
 *
 * @param patients one result for each patient, in the order of the Patients
 * @param unusedResources resources that were not used
 * @param types type of each resource that was read
 */
public record BundleResult(List<PatientResult> patients, List<UnusedResource> unusedResources, List<String> types) {
    /** A collection: for each patient the result or an OperationOutcome, then one for the resources that were not used. */
    public Bundle bundle() {
        Bundle bundle = new Bundle().setType(BundleType.COLLECTION);
        patients.forEach(patient -> {
            patient.assessed().ifPresent(assessed -> assessed.entries().forEach(bundle::addEntry));
            if (!patient.issues().isEmpty()) {
                add(bundle, OutcomeResources.errors(patient.issues()));
            }
        });
        if (!unusedResources.isEmpty()) {
            add(bundle, OutcomeResources.unusedResources(unusedResources));
        }
        return bundle;
    }

    /** Patients who were assessed. */
    public long assessed() {
        return patients.stream()
                .filter(patient -> patient.assessed().isPresent())
                .count();
    }

    private static void add(Bundle bundle, OperationOutcome outcome) {
        bundle.addEntry().setFullUrl("urn:uuid:" + outcome.getIdPart()).setResource(outcome);
    }
}
