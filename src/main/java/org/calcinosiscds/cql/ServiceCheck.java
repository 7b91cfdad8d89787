package org.calcinosiscds.cql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.calcinosiscds.decision.AssessmentRequest;
import org.calcinosiscds.decision.DecisionService;
import org.calcinosiscds.decision.DecisionSupport;
import org.calcinosiscds.decision.OverloadedException;
import org.calcinosiscds.decision.UnsavedChanges;
import org.calcinosiscds.json.JsonGuard;
import org.calcinosiscds.record.BundleReader;
import org.calcinosiscds.record.PatientBundle;
import org.calcinosiscds.record.PatientCompartment;
import org.hl7.fhir.r4.model.Patient;

/**
 * Asks every service about a synthetic record, and about one that holds nothing but its Patient, before the service listens: a define
 * that cannot be evaluated stops the start.
 */
final class ServiceCheck {
    private static final ZonedDateTime AS_OF = ZonedDateTime.parse("2026-11-21T09:00:00Z");
    private static final String RECORD = "/warm-up/Bundle.json";

    private final JsonGuard guard;
    private final BundleReader bundles;

    ServiceCheck(JsonGuard guard, BundleReader bundles) {
        this.guard = guard;
        this.bundles = bundles;
    }

    void run(DecisionSupport support) {
        PatientBundle patient = new PatientCompartment("patient", null)
                .bundle(bundles.read(guard.read(record(), Set.of())).resources())
                .orElseThrow();
        ask(support, patient);
        ask(support, emptyPatient());
    }

    private static void ask(DecisionSupport support, PatientBundle patient) {
        for (DecisionService service : support.services()) {
            try {
                support.assess(new AssessmentRequest(
                        service.id(), patient, AS_OF, "Practitioner", null, everythingIsNew(patient)));
            } catch (OverloadedException e) {
                // A cold machine may take longer than a clinician would wait; that is what this is for.
            }
        }
    }

    /** So that the rules about orders and problems being written have something to judge. */
    private static UnsavedChanges everythingIsNew(PatientBundle patient) {
        return new UnsavedChanges(
                references(patient, "MedicationRequest"), null, references(patient, "Condition"), Set.of());
    }

    private static List<String> references(PatientBundle patient, String type) {
        return patient.ofType(type).stream()
                .map(resource -> type + "/" + resource.getIdPart())
                .toList();
    }

    /** A record that holds nothing but its Patient. */
    private static PatientBundle emptyPatient() {
        Patient patient = new Patient();
        patient.setId("empty");
        return new PatientBundle(patient, Map.of("Patient", List.of(patient)), 0);
    }

    private static byte[] record() {
        try (InputStream record = Objects.requireNonNull(ServiceCheck.class.getResourceAsStream(RECORD))) {
            return record.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the record of the check.", e);
        }
    }
}
