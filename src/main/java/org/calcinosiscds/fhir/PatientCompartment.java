package org.calcinosiscds.fhir;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** Says whose a resource is. What cannot be shown to be this patient's is not: evaluating it could answer with another's numbers. */
public final class PatientCompartment {
    /** The elements in which R4 names the patient a resource is about; each type has at most one of them. */
    private static final List<String> PATIENT_ELEMENTS =
            List.of("subject", "patient", "beneficiary", "for", "individual", "candidate");

    /** Types that name patients in another way, or many of them; none is needed for a decision. */
    private static final Set<String> OTHERWISE_LINKED =
            Set.of("AppointmentResponse", "AuditEvent", "Group", "Person", "Provenance", "Schedule", "SupplyRequest");

    private static final Pattern REFERENCE_TO_PATIENT = Pattern.compile("Reference\\(.*(Patient|Any)");

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
        if (resource instanceof Appointment appointment) {
            return appointment.getParticipant().stream()
                    .anyMatch(participant -> isToPatient(participant.getActor(), received));
        }
        if (OTHERWISE_LINKED.contains(resource.fhirType())) {
            return false;
        }
        for (String element : PATIENT_ELEMENTS) {
            Property property = resource.getNamedProperty(element);
            if (property != null
                    && REFERENCE_TO_PATIENT.matcher(property.getTypeCode()).find()) {
                return property.getValues().stream().anyMatch(reference -> isToPatient(reference, received));
            }
        }
        return true;
    }

    /** Whether the resource is the Patient of this compartment. */
    public boolean isPatient(Resource resource) {
        return resource instanceof Patient && patientId.equals(resource.getIdPart());
    }

    private boolean isToPatient(Base element, ReceivedResource received) {
        if (!(element instanceof Reference reference) || !reference.hasReference()) {
            return false;
        }
        if (patientId.equals(received.patientIds().get(reference.getReference()))) {
            return true;
        }
        Matcher literal = LITERAL.matcher(reference.getReference());
        if (!literal.matches() || !patientId.equals(literal.group("id"))) {
            return false;
        }
        return literal.group("base") == null || fhirServer == null || fhirServer.equals(literal.group("base"));
    }
}
