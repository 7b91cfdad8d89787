package org.calcinosiscds.fhirclient;

import org.calcinosiscds.record.ReceivedBundle;
import org.jspecify.annotations.Nullable;

/**
 * A search or read of a FHIR server.
 *
 * @param query relative to the base URL, such as {@code Condition?patient=p1}
 * @param firstPage when that is there already and names the next; null to ask from the start
 * @param isShort whether an answer of more than a few pages is none, because other searches find less that is not needed
 */
public record Query(String query, @Nullable ReceivedBundle firstPage, boolean isShort) {
    /** A query of which every page is read. */
    public Query(String query, @Nullable ReceivedBundle firstPage) {
        this(query, firstPage, false);
    }

    boolean isSearch() {
        return query.indexOf('?') >= 0;
    }

    /** What it yields, such as {@code Condition}. */
    public String resourceType() {
        return query.replaceFirst("[/?].*", "");
    }

    /** Says nothing of the patient, so that it may end up in a log. */
    @Override
    public String toString() {
        return "Query of " + resourceType();
    }
}
