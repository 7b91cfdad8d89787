package org.calcinosiscds.fhir;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** Says whose a resource is. What cannot be shown to be this patient's is not: evaluating it could answer with another's numbers. */
public final class PatientCompartment {
    private static final Pattern LITERAL =
            Pattern.compile("(?:(?<base>https?://.+)/)?Patient/(?<id>[A-Za-z0-9\\-.]{1,64})(?:/_history/[^/]+)?");

    private final String patientId;
    private final @Nullable String fhirServer;

    /**
     * @param patientId logical id of the patient
     * @param fhirServer base under which absolute references must be; null to take any base
     */
    public PatientCompartment(String patientId, @Nullable String fhirServer) {
        this.patientId = patientId;
        this.fhirServer = fhirServer == null ? null : fhirServer.replaceFirst("/+$", "");
    }

    /** Whether the resource is the patient's own, or of a type that belongs to no patient, such as Practitioner. */
    public boolean holds(ReceivedResource received) {
        Resource resource = received.resource();
        if (resource instanceof Patient) {
            return isPatient(resource);
        }
        PatientLinks links = PatientLinks.of(resource);
        return switch (links.kind()) {
            case OF_A_PATIENT ->
                links.references().stream().anyMatch(reference -> isToPatient(reference.getReference(), received));
            case OF_NOBODY -> true;
            case OTHERWISE -> false;
        };
    }

    /** Whether the resource is the Patient of this compartment. */
    public boolean isPatient(Resource resource) {
        return resource instanceof Patient && patientId.equals(resource.getIdPart());
    }

    private boolean isToPatient(String reference, ReceivedResource received) {
        if (patientId.equals(received.patientIds().get(reference))) {
            return true;
        }
        Matcher literal = LITERAL.matcher(reference);
        if (!literal.matches() || !patientId.equals(literal.group("id"))) {
            return false;
        }
        return literal.group("base") == null || fhirServer == null || fhirServer.equals(literal.group("base"));
    }
}
