package org.calcinosiscds.fhir;

import java.util.Map;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * A resource as it arrived.
 *
 * @param patientIds logical ids of the Patients in the same Bundle by their fullUrl, which references in that Bundle may use
 * @param place where it stood in the request, such as {@code entry[3].resource}
 * @param fullUrl what its entry says it is called; null when it says nothing
 * @param flaw what a strict reader refuses about it; null when it has none, and when nobody asked
 */
public record ReceivedResource(
        Resource resource,
        Map<String, String> patientIds,
        String place,
        @Nullable String fullUrl,
        @Nullable RejectedInputException flaw) {

    /** One that stood alone. */
    public ReceivedResource(Resource resource, Map<String, String> patientIds) {
        this(resource, patientIds, "", null, null);
    }

    /** Says nothing of the content, so that it may end up in a log. */
    @Override
    public String toString() {
        return "ReceivedResource of type " + resource.fhirType();
    }
}
