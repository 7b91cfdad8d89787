package org.calcinosiscds.record;

import org.jspecify.annotations.Nullable;

/**
 * How much of a search result a Bundle holds.
 *
 * @param next address of the next page; empty when the link has none; null when there is no next page
 * @param matches entries that match the search, without included resources
 * @param total number of matches as the server counts them; 0 when the server does not say
 * @param hasIncompletePart whether a Bundle inside this one is incomplete
 */
public record Paging(@Nullable String next, long matches, long total, boolean hasIncompletePart) {
    static final Paging ALL = new Paging(null, 0, 0, false);

    /** Whether the result is complete. Fewer matches than the total, without a next page, means that the server left some out. */
    boolean isComplete() {
        return next == null && matches >= total && !hasIncompletePart;
    }

    Paging then(Paging after) {
        return new Paging(
                after.next,
                matches + after.matches,
                Math.max(total, after.total),
                hasIncompletePart || after.hasIncompletePart);
    }
}
