package org.calcinosiscds.record;

import org.calcinosiscds.outcome.RejectedInputException;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * A resource of a request or of a server's response.
 *
 * @param location location in the request, such as {@code entry[3].resource}
 * @param fullUrl fullUrl of its entry; null when there is none
 * @param error why the resource cannot be used; null when it can
 */
public record ReceivedResource(
        Resource resource,
        String location,
        @Nullable String fullUrl,
        @Nullable RejectedInputException error) {

    /** A resource that is not in a Bundle. */
    public ReceivedResource(Resource resource) {
        this(resource, "", null, null);
    }

    /** The same resource without fullUrl. */
    ReceivedResource withoutUrl() {
        return new ReceivedResource(resource, location, null, error);
    }

    /** The same resource with the location of an enclosing value before its own. */
    public ReceivedResource in(String outerLocation) {
        return new ReceivedResource(
                resource,
                location.isEmpty() ? outerLocation : outerLocation + "." + location,
                fullUrl,
                error == null ? null : error.at(outerLocation));
    }

    /** Says nothing of the content, so that it may end up in a log. */
    @Override
    public String toString() {
        return "ReceivedResource of type " + resource.fhirType();
    }
}
