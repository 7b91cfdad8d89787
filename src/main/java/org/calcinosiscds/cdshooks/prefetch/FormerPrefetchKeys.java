package org.calcinosiscds.cdshooks.prefetch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.calcinosiscds.decision.PrefetchQuery;

/**
 * Prefetch keys of earlier versions. EHRs are configured with the templates of the day they were connected, and go on sending the same
 * data under those keys.
 */
final class FormerPrefetchKeys {
    /** Keys of Observations, each set of one version. */
    private static final List<Set<String>> OF_OBSERVATIONS = List.of(
            Set.of("observations", "observations2", "observations3", "observations4", "observations5", "findings"),
            Set.of("observations", "observations2", "observationsByComponent", "observationsByValue"));

    private static final String TYPE = "Observation";

    private FormerPrefetchKeys() {}

    /**
     * @param prefetch queries of the service by key
     * @param sent keys of the call
     * @return the queries that the call answers: those of an earlier version for Observations when it has all keys of that version and
     *     not today's
     */
    static Map<String, PrefetchQuery> of(Map<String, PrefetchQuery> prefetch, Set<String> sent) {
        boolean hasToday = prefetch.entrySet().stream()
                .filter(each -> each.getValue().resourceType().equals(TYPE))
                .allMatch(each -> sent.contains(each.getKey()));
        return OF_OBSERVATIONS.stream()
                .filter(keys -> !hasToday && sent.containsAll(keys))
                .findFirst()
                .map(keys -> with(prefetch, keys))
                .orElse(prefetch);
    }

    private static Map<String, PrefetchQuery> with(Map<String, PrefetchQuery> prefetch, Set<String> keys) {
        Map<String, PrefetchQuery> queries = new LinkedHashMap<>(prefetch);
        queries.values().removeIf(query -> query.resourceType().equals(TYPE));
        keys.stream()
                .sorted()
                .forEach(key -> queries.put(
                        key,
                        new PrefetchQuery(TYPE + "?patient={{context.patientId}}&_count=" + PrefetchQuery.PAGE, TYPE)));
        return queries;
    }
}
