package org.calcinosiscds.cdshooks.prefetch;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.calcinosiscds.decision.PrefetchQuery;

/**
 * Prefetch keys of earlier versions. EHRs are configured with the templates of the day they were connected, and go on sending the same
 * data under those keys.
 */
final class FormerPrefetchKeys {
    private static final Map<String, Set<String>> BY_TYPE = Map.of(
            "Observation", Set.of("observations", "observations2", "observationsByComponent", "observationsByValue"));

    private FormerPrefetchKeys() {}

    /**
     * @param prefetch queries of the service by key
     * @param sent keys of the call
     * @return the queries that the call answers: those of an earlier version for a type of which it has all earlier keys and not all of
     *     today's
     */
    static Map<String, PrefetchQuery> of(Map<String, PrefetchQuery> prefetch, Set<String> sent) {
        Map<String, PrefetchQuery> queries = new LinkedHashMap<>(prefetch);
        BY_TYPE.forEach((type, keys) -> {
            boolean hasToday = prefetch.entrySet().stream()
                    .filter(each -> each.getValue().resourceType().equals(type))
                    .allMatch(each -> sent.contains(each.getKey()));
            if (!hasToday && sent.containsAll(keys)) {
                queries.values().removeIf(query -> query.resourceType().equals(type));
                keys.stream()
                        .sorted()
                        .forEach(key -> queries.put(
                                key, new PrefetchQuery(type + "?patient={{context.patientId}}&_count=1000", type)));
            }
        });
        return queries;
    }
}
