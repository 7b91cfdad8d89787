package org.calcinosiscds.assess;

import java.util.List;
import org.calcinosiscds.record.PatientPartition.LeftOver;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.OperationOutcome;

/**
 * What was concluded about the patients of a Bundle.
 *
 * @param verdicts one for each patient, in the order of the Patients
 * @param leftOver resources that were not used
 * @param types type of each resource that was read
 */
public record BundleResult(List<PatientResult> verdicts, List<LeftOver> leftOver, List<String> types) {
    /** A collection: for each patient the answer or an OperationOutcome, then one for what was left over. */
    public Bundle bundle() {
        Bundle bundle = new Bundle().setType(BundleType.COLLECTION);
        verdicts.forEach(verdict -> {
            verdict.assessed().ifPresent(assessed -> assessed.entries().forEach(bundle::addEntry));
            if (!verdict.issues().isEmpty()) {
                add(bundle, OutcomeResources.errors(verdict.issues()));
            }
        });
        if (!leftOver.isEmpty()) {
            add(bundle, OutcomeResources.leftOver(leftOver));
        }
        return bundle;
    }

    /** Patients who were assessed. */
    public long assessed() {
        return verdicts.stream()
                .filter(verdict -> verdict.assessed().isPresent())
                .count();
    }

    private static void add(Bundle bundle, OperationOutcome outcome) {
        bundle.addEntry().setFullUrl("urn:uuid:" + outcome.getIdPart()).setResource(outcome);
    }
}
