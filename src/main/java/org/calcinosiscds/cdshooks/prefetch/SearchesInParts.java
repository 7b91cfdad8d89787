package org.calcinosiscds.cdshooks.prefetch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.calcinosiscds.client.FhirServer;
import org.calcinosiscds.fhirclient.AccessToken;
import org.calcinosiscds.fhirclient.FetchBudget;
import org.calcinosiscds.fhirclient.FhirClient;
import org.calcinosiscds.fhirclient.Query;
import org.calcinosiscds.fhirclient.QueryResult;
import org.calcinosiscds.outbound.RemoteCallException.Problem;
import org.calcinosiscds.record.ReceivedBundle;
import org.jspecify.annotations.Nullable;

/**
 * Fetches everything of a type by one search, and in parts where the server refuses that or its answer has many pages. The record of an
 * ordinary patient is a page or a few; the pages of one search come one after the other, and those of several side by side.
 */
final class SearchesInParts {
    /** What other searches of the same data may not meet. */
    private static final Set<Problem> OF_THE_SEARCH = Set.of(
            Problem.PERMISSION,
            Problem.FAILED,
            Problem.TOO_LARGE,
            Problem.TOO_MANY_PAGES,
            Problem.PAGES,
            Problem.UNREADABLE);

    private final FhirClient servers;
    private final FhirServer server;
    private final @Nullable AccessToken token;
    private final FetchBudget budget;

    SearchesInParts(FhirClient servers, FhirServer server, @Nullable AccessToken token, FetchBudget budget) {
        this.servers = servers;
        this.server = server;
        this.token = token;
        this.budget = budget;
    }

    /**
     * @param whole one search for everything
     * @param parts what to ask for when that cannot be had; empty when there is nothing else
     */
    record Search(Query whole, List<String> parts) {}

    /**
     * @param searches by key; a search that several keys need is sent once
     * @return what became of each, by the same keys
     */
    Map<String, QueryResult> fetch(Map<String, Search> searches) {
        Map<String, Query> asked = new LinkedHashMap<>();
        searches.forEach((key, each) -> {
            if (!each.parts().isEmpty() && servers.refuses(server, each.whole())) {
                each.parts().forEach(part -> asked.put(part, new Query(part, null)));
            } else {
                asked.put(name(key, each.whole()), each.whole());
            }
        });
        Map<String, QueryResult> found = new LinkedHashMap<>(servers.fetch(server, token, asked, budget));
        Map<String, Query> again = new LinkedHashMap<>();
        searches.forEach((key, each) -> {
            if (!each.parts().isEmpty()
                    && found.get(name(key, each.whole())) instanceof QueryResult.Failed failed
                    && isOfTheSearch(failed.problem(), each.whole())) {
                if (failed.problem() == Problem.STATUS) {
                    servers.noteRefused(server, each.whole());
                }
                found.remove(name(key, each.whole()));
                each.parts().forEach(part -> again.put(part, new Query(part, null)));
            }
        });
        found.putAll(servers.fetch(server, token, again, budget));
        Map<String, QueryResult> byKey = new LinkedHashMap<>();
        searches.forEach((key, each) -> {
            QueryResult whole = found.get(name(key, each.whole()));
            byKey.put(key, whole == null ? together(each.parts(), found) : whole);
        });
        return byKey;
    }

    /** A whole search finds more than its parts, so the parts are sent only when the server refuses the whole search. */
    private static boolean isOfTheSearch(Problem problem, Query whole) {
        return problem == Problem.STATUS || (whole.isShort() && OF_THE_SEARCH.contains(problem));
    }

    private static String name(String key, Query query) {
        return query.firstPage() == null ? query.query() : key;
    }

    private static QueryResult together(List<String> parts, Map<String, QueryResult> found) {
        List<ReceivedBundle> bundles = new ArrayList<>();
        for (String part : parts) {
            QueryResult result = Objects.requireNonNull(found.get(part));
            if (!(result instanceof QueryResult.Whole whole)) {
                return result;
            }
            bundles.add(whole.bundle());
        }
        return new QueryResult.Whole(bundles.stream().reduce(ReceivedBundle.EMPTY, ReceivedBundle::then));
    }
}
