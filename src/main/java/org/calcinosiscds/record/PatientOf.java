package org.calcinosiscds.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.calcinosiscds.fhir.LiteralReference;
import org.calcinosiscds.fhir.PatientLinks;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * The patient of a resource, from the resource alone, as in a file without a Bundle. All resources of a file are assumed to come from
 * one server.
 *
 * @param self name of the resource itself, such as {@code Medication/m1}
 * @param patients keys of the patients to whom it may belong: ids, or identifiers where it refers by identifier; a Patient has both
 * @param isOfNoPatient whether resources of its type belong to no patient
 */
public record PatientOf(String self, List<String> patients, boolean isOfNoPatient) {

    public static PatientOf of(Resource resource) {
        String self = resource.fhirType() + "/" + resource.getIdPart();
        if (resource instanceof Patient patient) {
            return new PatientOf(
                    self,
                    patient.getIdPart() == null
                            ? List.of()
                            : Stream.concat(
                                            Stream.of(LiteralReference.alike(patient.getIdPart())),
                                            patient.getIdentifier().stream()
                                                    .filter(identifier -> identifier.getValue() != null)
                                                    .map(PatientOf::key))
                                    .distinct()
                                    .toList(),
                    false);
        }
        PatientLinks links = PatientLinks.of(resource);
        List<String> patients = links.references().stream()
                .map(PatientOf::name)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        return new PatientOf(self, patients, links.kind() != PatientLinks.Kind.OF_A_PATIENT);
    }

    /** The same for all identifiers of one system and value. */
    static String key(Identifier identifier) {
        // A blank is in no id.
        return "identifier " + identifier.getSystem() + " " + identifier.getValue();
    }

    private static @Nullable String name(Reference reference) {
        if (reference.getReference() == null) {
            return reference.getIdentifier().getValue() != null ? key(reference.getIdentifier()) : null;
        }
        LiteralReference literal = LiteralReference.of(reference.getReference());
        return literal != null && (literal.isUrn() || "Patient".equals(literal.type()))
                ? LiteralReference.alike(literal.id())
                : null;
    }

    /** What the resource refers to, by type and id. */
    public static Stream<String> references(Resource resource) {
        List<Reference> references = new ArrayList<>();
        ReferenceElements.visit(resource, references::add);
        return references.stream()
                .map(reference -> LiteralReference.of(reference.getReference()))
                .filter(Objects::nonNull)
                .map(LiteralReference::relative);
    }
}
