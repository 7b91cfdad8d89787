package org.calcinosiscds.cdshooks.prefetch;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.calcinosiscds.outbound.BaseUrl;
import org.calcinosiscds.record.PatientBundle;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/**
 * A reference to a resource that is not in the record.
 *
 * @param source type of the resource that refers to it, such as {@code MedicationRequest}
 * @param element that holds the reference, such as {@code medication}
 * @param type of the resource that it refers to
 * @param id logical id of the resource that it refers to, or what stands in its place
 * @param target what the reference says, without a version
 */
record UnresolvedReference(String source, String element, String type, String id, String target) {

    /**
     * @param sources resource types whose references matter, because rules read them
     * @param elements type of the resources that are referred to, by the name of the element
     * @return each resource that is missing once; contained ones and those that are only described are not among them
     */
    static List<UnresolvedReference> of(PatientBundle record, Set<String> sources, Map<String, String> elements) {
        Map<String, UnresolvedReference> open = new LinkedHashMap<>();
        elements.forEach((element, type) -> {
            Set<String> known = new HashSet<>();
            record.ofType(type).forEach(resource -> known.add(resource.getIdPart()));
            record.byType().forEach((source, resources) -> {
                if (sources.contains(source) && !source.equals(type)) {
                    resources.forEach(resource -> add(resource, element, type, known, open));
                }
            });
        });
        return List.copyOf(open.values());
    }

    private static void add(
            Resource resource, String element, String type, Set<String> known, Map<String, UnresolvedReference> open) {
        Property property = resource.getNamedProperty(element);
        if (property == null) {
            return;
        }
        for (Base value : property.getValues()) {
            if (value instanceof Reference reference && reference.getReference() != null) {
                IdType id = new IdType(reference.getReference()).toVersionless();
                String target = id.getValue();
                boolean isOfType = !id.hasResourceType() || id.getResourceType().equals(type);
                if (!target.startsWith("#") && isOfType && !known.contains(id.getIdPart())) {
                    open.putIfAbsent(
                            target,
                            new UnresolvedReference(resource.fhirType(), element, type, id.getIdPart(), target));
                }
            }
        }
    }

    /** Where it is read from, relative to the base URL. */
    String path() {
        return type + "/" + id;
    }

    /** Whether it can be read from that server: it is relative, or begins with the server's base URL. */
    boolean isOn(BaseUrl server) {
        if (target.equals(path())) {
            return true;
        }
        try {
            return server.within(target).equals(server.within(path()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Says nothing of the patient, so that it may end up in a log. */
    @Override
    public String toString() {
        return "UnresolvedReference from " + source + "." + element;
    }
}
