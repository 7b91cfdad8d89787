package org.calcinosiscds.cql;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.calcinosiscds.decision.DecisionSupport;
import org.calcinosiscds.decision.Question;
import org.calcinosiscds.fhir.PatientBundle;
import org.hl7.fhir.r4.model.Patient;

/**
 * Asks every service about a patient without data before the service is ready, so that the first clinician does not
 * wait for class loading, and a define that cannot be evaluated stops the start.
 */
final class WarmUp {
    private static final int ROUNDS = 20;
    private static final Instant ANY_INSTANT = Instant.parse("2026-01-01T00:00:00Z");

    private WarmUp() {}

    static void run(DecisionSupport support) {
        Patient patient = new Patient();
        patient.setId("warm-up");
        PatientBundle nobody = new PatientBundle(patient, Map.of("Patient", List.of(patient)), 0);
        for (int round = 0; round < ROUNDS; round++) {
            support.services()
                    .forEach(service -> support.assess(new Question(service.id(), nobody, ANY_INSTANT, null, null)));
        }
    }
}
