package org.calcinosiscds.fhir;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/**
 * Whose a resource is, told by it alone, as in a file that has no Bundle around it.
 *
 * @param self type and id of the resource itself, such as {@code Medication/m1}
 * @param patients such as {@code Patient/1}; of a file it is taken that it comes from one server
 * @param isNobody whether its type belongs to no patient
 */
public record PatientOf(String self, List<String> patients, boolean isNobody) {
    private static final Pattern PATIENT = Pattern.compile(
            "(?:https?://.+/)?Patient/([A-Za-z0-9\\-.]{1,64})(?:/_history/[^/]+)?|urn:uuid:([a-f0-9-]{36})");
    private static final Pattern TYPE_AND_ID =
            Pattern.compile("(?:https?://.+/)?([A-Z][A-Za-z]{1,63}/[A-Za-z0-9\\-.]{1,64})(?:/_history/[^/]+)?");

    public static PatientOf of(Resource resource) {
        String self = resource.fhirType() + "/" + resource.getIdPart();
        if (resource instanceof Patient) {
            return new PatientOf(self, resource.getIdPart() == null ? List.of() : List.of(self), false);
        }
        PatientLinks links = PatientLinks.of(resource);
        List<String> patients = links.references().stream()
                .map(reference -> PATIENT.matcher(reference.getReference()))
                .filter(Matcher::matches)
                .map(matcher -> "Patient/" + (matcher.group(1) == null ? matcher.group(2) : matcher.group(1)))
                .distinct()
                .toList();
        return new PatientOf(self, patients, links.kind() != PatientLinks.Kind.OF_A_PATIENT);
    }

    /** What the resource refers to in its own elements, by type and id. */
    public static Stream<String> references(Resource resource) {
        return resource.children().stream()
                .flatMap(property -> property.getValues().stream())
                .filter(Reference.class::isInstance)
                .map(Reference.class::cast)
                .filter(Reference::hasReference)
                .map(reference -> TYPE_AND_ID.matcher(reference.getReference()))
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1));
    }
}
