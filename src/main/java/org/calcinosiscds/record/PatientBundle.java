package org.calcinosiscds.record;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;

/**
 * The record of one patient, checked and indexed by resource type.
 *
 * @param patient also among the resources of type Patient
 * @param dropped number of resources that were left out because they belong to another patient or to none
 * @param notAvailable resource types that the source of the record does not have, such as {@code Specimen}: that none of them is
 *     here says nothing of the patient
 */
public record PatientBundle(
        Patient patient, Map<String, List<Resource>> byType, int dropped, Set<String> notAvailable) {

    /** A record whose source has every type. */
    public PatientBundle(Patient patient, Map<String, List<Resource>> byType, int dropped) {
        this(patient, byType, dropped, Set.of());
    }

    /**
     * The record with resources that the chart does not hold yet, each in place of the one with its type and id.
     *
     * @param unsaved resources of this patient, each with an id
     * @param droppedToo number of further resources that were left out
     */
    public PatientBundle with(List<Resource> unsaved, int droppedToo) {
        Map<String, List<Resource>> all = new LinkedHashMap<>();
        byType.forEach((type, resources) -> all.put(type, new ArrayList<>(resources)));
        for (Resource resource : unsaved) {
            List<Resource> ofType = all.computeIfAbsent(resource.fhirType(), type -> new ArrayList<>());
            ofType.removeIf(each -> resource.getIdPart().equals(each.getIdPart()));
            ofType.add(resource);
        }
        return new PatientBundle(patient, all, dropped + droppedToo, notAvailable);
    }

    /** The same record, whose source does not have these resource types. */
    public PatientBundle withoutTypes(Set<String> types) {
        return new PatientBundle(patient, byType, dropped, Set.copyOf(types));
    }

    /** Resources of one type, such as {@code Observation}, in the order of arrival; empty when there are none. */
    public List<Resource> ofType(String type) {
        return byType.getOrDefault(type, List.of());
    }

    /** How many resources are in the record. */
    public int size() {
        return byType.values().stream().mapToInt(List::size).sum();
    }

    /** Says nothing of the content, so that it may end up in a log. */
    @Override
    public String toString() {
        return "PatientBundle of " + size() + " resources";
    }
}
