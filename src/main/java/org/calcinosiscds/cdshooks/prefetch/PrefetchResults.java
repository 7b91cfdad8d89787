package org.calcinosiscds.cdshooks.prefetch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.calcinosiscds.decision.PrefetchQuery;
import org.calcinosiscds.outcome.RequestException;
import org.calcinosiscds.record.PatientCompartment;
import org.calcinosiscds.record.ReceivedBundle;
import org.calcinosiscds.record.ReceivedResource;
import org.jspecify.annotations.Nullable;

/** What has come in answer to the queries of a service, by key: from the client or fetched. */
final class PrefetchResults {
    private final Map<String, PrefetchQuery> queries;
    private final PatientCompartment compartment;
    private final Map<String, @Nullable ReceivedBundle> received = new LinkedHashMap<>();

    PrefetchResults(Map<String, PrefetchQuery> queries, PatientCompartment compartment) {
        this.queries = queries;
        this.compartment = compartment;
    }

    boolean isAskedFor(String key) {
        return queries.containsKey(key);
    }

    /** @param bundle null for the JSON null, which says that there is no data */
    void put(String key, @Nullable ReceivedBundle bundle) {
        received.put(key, bundle);
    }

    @Nullable
    ReceivedBundle get(String key) {
        return received.get(key);
    }

    PatientCompartment compartment() {
        return compartment;
    }

    Map<String, PrefetchQuery> queries() {
        return queries;
    }

    /** Keys whose value was null: the specification's word for "no data", which some clients also use for "not asked". */
    List<String> empty() {
        return queries.keySet().stream()
                .filter(key -> received.containsKey(key) && received.get(key) == null)
                .toList();
    }

    /** Types that a client says it does not have, in place of a key. */
    Set<String> notSupported() {
        return queries.entrySet().stream()
                .filter(each -> !each.getValue().resourceType().equals("Patient"))
                .filter(each -> isNotSupported(received.get(each.getKey())))
                .map(each -> each.getValue().resourceType())
                .collect(Collectors.toSet());
    }

    private static boolean isNotSupported(@Nullable ReceivedBundle bundle) {
        return bundle != null && bundle.notSupported();
    }

    List<ReceivedResource> resources() {
        List<ReceivedResource> all = new ArrayList<>();
        received.forEach((key, bundle) -> {
            if (bundle != null) {
                bundle.resources().forEach(each -> all.add(under(key, each)));
            }
        });
        return all;
    }

    /** What was fetched has a place in the answer of the server, not yet in the prefetch. */
    private static ReceivedResource under(String key, ReceivedResource each) {
        return each.location().startsWith("prefetch") ? each : each.in("prefetch." + key);
    }

    /** @throws RequestException with 400 when another patient is in the place of this one */
    void requireThePatient() {
        queries.forEach((key, query) -> {
            ReceivedBundle bundle = received.get(key);
            if (bundle != null
                    && bundle.isWhole()
                    && isReadOfPatient(query)
                    && bundle.resources().stream().noneMatch(each -> compartment.isPatient(each.resource()))) {
                throw RequestException.badRequest(
                        "prefetch." + key,
                        "Prefetch key '%s' must hold the Patient with the id of 'context.patientId'.".formatted(key));
            }
        });
    }

    /** Why keys cannot carry the decision, by key in reading order, to follow the key's name in a sentence. */
    Map<String, String> problems() {
        Map<String, String> problems = new LinkedHashMap<>();
        List<ReceivedResource> all = resources();
        queries.forEach((key, query) -> {
            String problem = problem(key, query, all);
            if (problem != null) {
                problems.put(key, problem);
            }
        });
        return problems;
    }

    private @Nullable String problem(String key, PrefetchQuery query, List<ReceivedResource> all) {
        ReceivedBundle bundle = received.get(key);
        if (!received.containsKey(key)) {
            return "was absent.";
        }
        if (bundle == null) {
            return isReadOfPatient(query) ? "was null; the Patient is needed." : null;
        }
        if (bundle.notSupported() && !query.resourceType().equals("Patient")) {
            return null;
        }
        if (bundle.failed()) {
            return "held an OperationOutcome in place of the data.";
        }
        if (bundle.partial()) {
            return bundle.paging().next() == null
                    ? "held fewer results than its total; all of them are needed."
                    : "held one page of several; all of them are needed.";
        }
        if (bundle.resources().isEmpty()) {
            return null;
        }
        if (bundle.resources().stream().allMatch(compartment::isOfAnother)) {
            return "held resources, but none of the patient in context.";
        }
        // Keys are mapped by hand in some EHRs. A mix-up does no harm, as all keys are read; a wrong query does.
        boolean isThere =
                all.stream().anyMatch(each -> each.resource().fhirType().equals(query.resourceType()));
        return isThere ? null : "held resources, but no " + query.resourceType() + ".";
    }

    private static boolean isReadOfPatient(PrefetchQuery query) {
        return query.resourceType().equals("Patient") && query.isRead();
    }
}
