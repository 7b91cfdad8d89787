package org.calcinosiscds.record;

import org.jspecify.annotations.Nullable;

/**
 * How much of a search's answer a Bundle is.
 *
 * @param next address of the next page, empty when it is not said; null when there is none
 * @param matches entries that are results of the search, not included with them
 * @param total results of the search by the server's count; 0 when it does not say
 * @param lacking whether a Bundle inside this one is not whole
 */
public record Paging(@Nullable String next, long matches, long total, boolean lacking) {
    static final Paging ALL = new Paging(null, 0, 0, false);

    /** Whether nothing is missing. A total without a next page that would reach it means that something was left out. */
    boolean isComplete() {
        return next == null && matches >= total && !lacking;
    }

    Paging then(Paging after) {
        return new Paging(after.next, matches + after.matches, Math.max(total, after.total), lacking || after.lacking);
    }
}
