package org.calcinosiscds.record;

import java.util.Optional;
import org.calcinosiscds.json.JsonGuard;
import org.calcinosiscds.order.DraftOrders;

/** Reads the record of a patient as the service does, for tests of other packages. */
public final class PatientRecords {
    private PatientRecords() {}

    public static JsonGuard guard() {
        return Fhir.GUARD;
    }

    public static BundleReader bundles() {
        return Fhir.BUNDLES;
    }

    public static DraftOrders drafts() {
        return new DraftOrders(Fhir.CONTEXT);
    }

    /** @param json a Bundle, or one resource */
    public static PatientBundle of(String json, String patientId) {
        return find(json, patientId).orElseThrow();
    }

    /** Empty when the patient is not in it. */
    public static Optional<PatientBundle> find(String json, String patientId) {
        PatientCompartment compartment = new PatientCompartment(patientId, null);
        return compartment.bundle(Fhir.received(json).resources());
    }
}
