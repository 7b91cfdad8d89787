package org.calcinosiscds.http;

/**
 * How pressing a request is.
 *
 * @param tag for metrics
 * @param places which places for calls that are answered at a time it needs one of
 * @param percentOfCalls share of those places that it may use, in percent
 * @param percentOfBytes share of the memory for all bodies that it may use, in percent
 */
public record Priority(String tag, Places places, int percentOfCalls, int percentOfBytes) {
    /** Name of the request attribute that holds the priority of what was let in. */
    public static final String ATTRIBUTE = "org.calcinosiscds.http.Priority";

    /** Of the body of a request that is always let in. */
    static final Priority OTHER = new Priority("other", Places.CALLS, 100, 50);

    /** The kinds of places; {@link AdmissionSettings} says how many there are of each. */
    public enum Places {
        CALLS,
        FEEDBACK,
        BUNDLES
    }
}
