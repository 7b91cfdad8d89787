package org.calcinosiscds.cdshooks.prefetch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.calcinosiscds.client.FhirServer;
import org.calcinosiscds.decision.PrefetchQuery;
import org.calcinosiscds.fhirclient.AccessToken;
import org.calcinosiscds.fhirclient.FhirClient;
import org.calcinosiscds.fhirclient.Query;
import org.calcinosiscds.fhirclient.QueryResult;
import org.calcinosiscds.outbound.RemoteCallException.Problem;
import org.calcinosiscds.record.ReceivedBundle;
import org.calcinosiscds.time.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Fetches what several searches of one type find by one search without their codes, where the server answers that in few pages; one by
 * one otherwise. The record of an ordinary patient is a page or a few, and a large one is found sooner by code.
 */
final class CombinedSearches {
    /** What other searches of the same data may not meet. */
    private static final Set<Problem> OF_THE_SEARCH = Set.of(
            Problem.STATUS,
            Problem.PERMISSION,
            Problem.FAILED,
            Problem.TOO_LARGE,
            Problem.TOO_MANY_PAGES,
            Problem.PAGES,
            Problem.UNREADABLE);

    private final FhirClient servers;
    private final FhirServer server;
    private final @Nullable AccessToken token;
    private final Deadline deadline;

    CombinedSearches(FhirClient servers, FhirServer server, @Nullable AccessToken token, Deadline deadline) {
        this.servers = servers;
        this.server = server;
        this.token = token;
        this.deadline = deadline;
    }

    /**
     * @param wanted queries by key
     * @param queries every query of the service by key
     * @return what became of each that is wanted, by its key
     */
    Map<String, QueryResult> fetch(Map<String, Query> wanted, Map<String, PrefetchQuery> queries, String patientId) {
        Map<String, Query> asked = new LinkedHashMap<>(wanted);
        Map<Query, List<String>> combined = new LinkedHashMap<>();
        types(queries).forEach((type, keys) -> {
            Query together = new Query(
                    Objects.requireNonNull(queries.get(keys.get(0))).together(patientId, servers.hasCategories(server)),
                    null,
                    true);
            if (keys.size() > 1
                    && keys.stream().allMatch(key -> isFromTheStart(wanted.get(key)))
                    && !servers.refuses(server, together)) {
                asked.keySet().removeAll(keys);
                asked.put(together.query(), together);
                combined.put(together, keys);
            }
        });
        Map<String, QueryResult> found = new LinkedHashMap<>(servers.fetch(server, token, asked, deadline));
        Map<String, Query> oneByOne = new LinkedHashMap<>();
        combined.forEach((together, keys) -> {
            QueryResult result = Objects.requireNonNull(found.remove(together.query()));
            if (result instanceof QueryResult.Failed failed && OF_THE_SEARCH.contains(failed.problem())) {
                if (failed.problem() == Problem.STATUS) {
                    servers.noteRefused(server, together);
                }
                keys.forEach(key -> oneByOne.put(key, Objects.requireNonNull(wanted.get(key))));
            } else {
                keys.forEach(key -> found.put(key, result));
            }
            if (result instanceof QueryResult.Whole) {
                keys.stream().skip(1).forEach(key -> found.put(key, new QueryResult.Whole(ReceivedBundle.EMPTY)));
            }
        });
        found.putAll(servers.fetch(server, token, oneByOne, deadline));
        return found;
    }

    private static boolean isFromTheStart(@Nullable Query query) {
        return query != null && query.firstPage() == null;
    }

    private static Map<String, List<String>> types(Map<String, PrefetchQuery> queries) {
        Map<String, List<String>> keys = new LinkedHashMap<>();
        queries.forEach((key, query) -> {
            if (!query.isRead()) {
                keys.computeIfAbsent(query.resourceType(), type -> new ArrayList<>())
                        .add(key);
            }
        });
        return keys;
    }
}
