package org.calcinosiscds.fhir;

import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;

/**
 * The record of one patient, checked and indexed by resource type.
 *
 * @param dropped how many resources belonged to another patient or to nobody and were left out
 */
public record PatientBundle(Patient patient, Map<String, List<Resource>> byType, int dropped) {
    /** Resources of one type, such as {@code Observation}, in the order of arrival; empty when there are none. */
    public List<Resource> ofType(String type) {
        return byType.getOrDefault(type, List.of());
    }
}
