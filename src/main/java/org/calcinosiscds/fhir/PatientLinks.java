package org.calcinosiscds.fhir;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/**
 * How a resource refers to its patient.
 *
 * @param references that may name the patient, by address or identifier; empty when there are none
 */
public record PatientLinks(Kind kind, List<Reference> references) {
    public enum Kind {
        /** The type names a patient in one element. */
        OF_A_PATIENT,
        /** The type belongs to no patient, such as Practitioner or Medication. */
        OF_NO_PATIENT,
        /** The type names patients in other ways, or many of them; no rule reads such a type. */
        OTHER
    }

    /** The elements in which R4 names the patient a resource is about; each type has at most one of them. */
    static final List<String> PATIENT_ELEMENTS =
            List.of("subject", "patient", "beneficiary", "for", "individual", "candidate");

    private static final Set<String> OTHER_TYPES =
            Set.of("AppointmentResponse", "AuditEvent", "Group", "Person", "Provenance", "Schedule", "SupplyRequest");

    private static final Pattern REFERENCE_TO_PATIENT = Pattern.compile("Reference\\(.*(Patient|Any)");

    /** Name of the element that names the patient, by class of resource; empty where the type has none. */
    private static final Map<Class<?>, String> ELEMENT_BY_TYPE = new ConcurrentHashMap<>();

    public static PatientLinks of(Resource resource) {
        if (resource instanceof Appointment appointment) {
            return links(
                    appointment.getParticipant().stream().map(Appointment.AppointmentParticipantComponent::getActor));
        }
        if (OTHER_TYPES.contains(resource.fhirType())) {
            return new PatientLinks(Kind.OTHER, List.of());
        }
        String element = element(resource);
        return element.isEmpty()
                ? new PatientLinks(Kind.OF_NO_PATIENT, List.of())
                : links(Arrays.stream(resource.getProperty(element.hashCode(), element, false))
                        .filter(Reference.class::isInstance)
                        .map(Reference.class::cast));
    }

    /** The element in which resources of the type name the patient; empty when they have none. */
    static String element(Resource resource) {
        return ELEMENT_BY_TYPE.computeIfAbsent(resource.getClass(), type -> found(resource));
    }

    private static String found(Resource resource) {
        return PATIENT_ELEMENTS.stream()
                .filter(name -> {
                    Property property = resource.getNamedProperty(name);
                    return property != null
                            && REFERENCE_TO_PATIENT
                                    .matcher(property.getTypeCode())
                                    .find();
                })
                .findFirst()
                .orElse("");
    }

    private static PatientLinks links(Stream<Reference> references) {
        return new PatientLinks(
                Kind.OF_A_PATIENT,
                references
                        .filter(reference -> reference.getReference() != null
                                || reference.getIdentifier().getValue() != null)
                        .toList());
    }
}
