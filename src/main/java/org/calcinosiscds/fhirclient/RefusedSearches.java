package org.calcinosiscds.fhirclient;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import org.calcinosiscds.client.FhirServer;

/**
 * Kinds of searches that a server has refused, so that they are not sent again with every call. A kind is the resource type with the
 * names of the search parameters; nothing of a patient is kept. Forgotten after an hour, because servers learn.
 */
final class RefusedSearches {
    private static final long KEPT_NANOS = Duration.ofHours(1).toNanos();
    private static final int MAX_SEARCHES = 10_000;

    private final ConcurrentMap<String, Long> since = new ConcurrentHashMap<>();

    void note(FhirServer server, String query) {
        if (since.size() >= MAX_SEARCHES) {
            since.clear();
        }
        since.put(kind(server, query), System.nanoTime());
    }

    boolean contains(FhirServer server, String query) {
        Long noted = since.get(kind(server, query));
        return noted != null && System.nanoTime() - noted < KEPT_NANOS;
    }

    private static String kind(FhirServer server, String query) {
        int mark = query.indexOf('?');
        String names = mark < 0
                ? ""
                : Arrays.stream(query.substring(mark + 1).split("&"))
                        .map(parameter ->
                                parameter.startsWith("_include") ? parameter : parameter.replaceFirst("=.*", ""))
                        .sorted()
                        .collect(Collectors.joining("&"));
        return server.base() + " " + query.substring(0, Math.max(mark, 0)) + "?" + names;
    }
}
