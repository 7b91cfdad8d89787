package org.calcinosiscds.fhir;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Reads from JSON who a resource is and which codes a result has, without a parser of FHIR, for the many resources of an export that no
 * rule reads. Only what is written in the plain way; what is not is for the parser: each method returns null then.
 */
final class PlainJson {
    private static final Set<String> OF_CONCEPT = Set.of("coding", "text");
    private static final Set<String> OF_CODING = Set.of("system", "version", "code", "display", "userSelected");
    private static final Set<String> OF_REFERENCE = Set.of("reference", "type", "display");
    private static final String CODED_VALUE = "valueCodeableConcept";

    private PlainJson() {}

    /**
     * Sets id and patient, as {@link FhirReader#identityOf} reads them.
     *
     * @param resource an empty one of the type
     */
    static <T extends Resource> @Nullable T withIdentity(T resource, Map<String, @Nullable Object> json) {
        if (json.get("id") instanceof String id
                && LiteralReference.ID.matcher(id).matches()) {
            resource.setId(id);
        }
        String element = PatientLinks.element(resource);
        for (String name : PatientLinks.PATIENT_ELEMENTS) {
            if (json.containsKey(name)) {
                Reference reference = name.equals(element) ? reference(json.get(name)) : null;
                if (reference == null) {
                    return null;
                }
                resource.setProperty(name, reference);
            }
        }
        return resource;
    }

    private static @Nullable Reference reference(@Nullable Object json) {
        return json instanceof Map<?, ?> object
                        && OF_REFERENCE.containsAll(object.keySet())
                        && isPlain(object.get("reference"))
                        && object.get("reference") instanceof String text
                ? new Reference(text)
                : null;
    }

    /**
     * A result with the codes of itself and of its components and nothing else.
     *
     * @param systems by which code systems are named as FHIR names them
     */
    static @Nullable Observation codes(Map<String, @Nullable Object> json, CodeSystemUris systems) {
        Observation result = new Observation();
        CodeableConcept code = concept(json.get("code"), systems);
        CodeableConcept value = concept(json.get(CODED_VALUE), systems);
        if (code == null || value == null) {
            return null;
        }
        result.setCode(code).setValue(json.containsKey(CODED_VALUE) ? value : null);
        Object components = json.getOrDefault("component", List.of());
        if (!(components instanceof List<?> list)) {
            return null;
        }
        for (Object component : list) {
            CodeableConcept ofComponent =
                    component instanceof Map<?, ?> object ? concept(object.get("code"), systems) : null;
            CodeableConcept valueOfComponent =
                    component instanceof Map<?, ?> object ? concept(object.get(CODED_VALUE), systems) : null;
            if (ofComponent == null || valueOfComponent == null) {
                return null;
            }
            result.addComponent().setCode(ofComponent).setValue(valueOfComponent);
        }
        return result;
    }

    private static @Nullable CodeableConcept concept(@Nullable Object json, CodeSystemUris systems) {
        if (json == null) {
            return new CodeableConcept();
        }
        if (!(json instanceof Map<?, ?> concept)
                || !OF_CONCEPT.containsAll(concept.keySet())
                || !isPlain(concept.get("text"))) {
            return null;
        }
        Object codings = concept.get("coding");
        if (codings == null) {
            return new CodeableConcept();
        }
        if (!(codings instanceof List<?> list)) {
            return null;
        }
        List<Coding> read = new ArrayList<>();
        for (Object coding : list) {
            if (!(coding instanceof Map<?, ?> object)
                    || !OF_CODING.containsAll(object.keySet())
                    || !isPlain(object.get("system"))
                    || !isPlain(object.get("code"))
                    || !isPlain(object.get("display"))) {
                return null;
            }
            String system = (String) object.get("system");
            read.add(new Coding()
                    .setSystem(system == null ? null : systems.of(system))
                    .setCode((String) object.get("code")));
        }
        return new CodeableConcept().setCoding(read);
    }

    /** Nothing, or text that a parser of FHIR leaves as it is. */
    private static boolean isPlain(@Nullable Object value) {
        return value == null || (value instanceof String text && !text.isEmpty() && text.equals(text.strip()));
    }
}
