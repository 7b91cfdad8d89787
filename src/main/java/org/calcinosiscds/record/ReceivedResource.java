package org.calcinosiscds.record;

import org.calcinosiscds.outcome.RejectedInputException;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * A resource as it arrived.
 *
 * @param place where it stood in the request, such as {@code entry[3].resource}
 * @param fullUrl what its entry says it is called; null when it says nothing
 * @param flaw why it cannot be used although rules read its type; null when it can
 */
public record ReceivedResource(
        Resource resource,
        String place,
        @Nullable String fullUrl,
        @Nullable RejectedInputException flaw) {

    /** One that stood alone. */
    public ReceivedResource(Resource resource) {
        this(resource, "", null, null);
    }

    /** The same, without saying what it is called. */
    ReceivedResource withoutUrl() {
        return new ReceivedResource(resource, place, null, flaw);
    }

    /** The same as it stands in a larger whole. */
    public ReceivedResource in(String outerPlace) {
        return new ReceivedResource(
                resource,
                place.isEmpty() ? outerPlace : outerPlace + "." + place,
                fullUrl,
                flaw == null ? null : flaw.at(outerPlace));
    }

    /** Says nothing of the content, so that it may end up in a log. */
    @Override
    public String toString() {
        return "ReceivedResource of type " + resource.fhirType();
    }
}
