package org.calcinosiscds.assess;

import java.util.List;
import org.calcinosiscds.decision.Assessment;
import org.calcinosiscds.record.PatientBundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;

/**
 * What was concluded about one patient, and the same as FHIR.
 *
 * @param subject such as {@code Patient/1}
 * @param patient the record that it was concluded from
 */
public record AssessedPatient(
        String subject, PatientBundle patient, Assessment assessment, List<BundleEntryComponent> entries) {}
