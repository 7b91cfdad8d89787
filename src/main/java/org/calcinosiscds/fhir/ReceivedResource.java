package org.calcinosiscds.fhir;

import java.util.Map;
import org.hl7.fhir.r4.model.Resource;

/**
 * A resource as it arrived.
 *
 * @param patientIds logical ids of the Patients in the same Bundle by their fullUrl, which references in that Bundle may use
 */
public record ReceivedResource(Resource resource, Map<String, String> patientIds) {
    /** Says nothing of the content, so that it may end up in a log. */
    @Override
    public String toString() {
        return "ReceivedResource of type " + resource.fhirType();
    }
}
