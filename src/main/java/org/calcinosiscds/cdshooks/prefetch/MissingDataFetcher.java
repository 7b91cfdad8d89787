package org.calcinosiscds.cdshooks.prefetch;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.calcinosiscds.cdshooks.request.CdsRequest;
import org.calcinosiscds.client.FhirServer;
import org.calcinosiscds.decision.PrefetchQuery;
import org.calcinosiscds.fhirclient.FetchBudget;
import org.calcinosiscds.fhirclient.FhirClient;
import org.calcinosiscds.fhirclient.Query;
import org.calcinosiscds.fhirclient.QueryResult;
import org.calcinosiscds.outbound.RemoteCallException.Problem;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.calcinosiscds.record.DataGap;
import org.calcinosiscds.record.DataGap.Cause;
import org.calcinosiscds.record.ReceivedBundle;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Fetches from the client's FHIR server what its call did not bring. */
@Component
public class MissingDataFetcher {
    private final FhirClient servers;
    private final MeterRegistry meters;

    public MissingDataFetcher(FhirClient servers, MeterRegistry meters) {
        this.servers = servers;
        this.meters = meters;
    }

    /**
     * What is still missing after fetching.
     *
     * @param gaps by key
     * @param notAvailable resource types that the client's server does not have
     */
    record Remaining(Map<String, DataGap> gaps, Set<String> notAvailable) {}

    /**
     * Fetches, where that is allowed, the keys whose data is missing or unusable and those whose value was null, and adds the results
     * to the answers.
     *
     * @param referenced resource types that can be read one by one where they are referred to
     * @param lacks resource types that the client's server is known not to have; they are not requested
     * @throws org.calcinosiscds.outcome.RequestException with 400 when it would have to be fetched from a server that is not the client's
     */
    Remaining fetch(
            PrefetchResults answers,
            FhirAccess access,
            CdsRequest request,
            Collection<String> referenced,
            Set<String> lacks,
            FetchBudget budget) {
        Set<String> notAvailable = new TreeSet<>(answers.notSupported());
        Map<String, String> problems = answers.problems();
        FhirServer server = access.server();
        List<String> asked = Stream.concat(problems.keySet().stream(), answers.empty().stream())
                .filter(key -> !isLacking(query(answers, key).resourceType(), server, lacks, notAvailable))
                .filter(key -> !isLeftToReferences(key, answers, server, referenced))
                // The largest answer is on its way first, and the others come beside it.
                .sorted(Comparator.comparing(key -> query(answers, key).parts().isEmpty()))
                .toList();
        problems.keySet().retainAll(asked);
        if (problems.keySet().stream().anyMatch(key -> !query(answers, key).isOptional())) {
            access.requireListed();
        }
        Map<String, DataGap> gaps = new LinkedHashMap<>();
        if (server == null) {
            String whyNot = access.whyNot() == null ? "" : " It was not fetched: " + access.whyNot() + ".";
            problems.forEach((key, problem) -> gaps.put(key, gap(answers, key, Cause.NOT_SENT, problem + whyNot)));
            return withoutOptional(answers, gaps, notAvailable);
        }
        Map<String, SearchesInParts.Search> toFetch = new LinkedHashMap<>();
        asked.forEach(key -> toFetch.put(key, search(answers, key, request, server)));
        SearchesInParts searches = new SearchesInParts(servers, server, access.token(), budget);
        searches.fetch(toFetch).forEach((key, fetched) -> {
            count(fetched);
            if (fetched instanceof QueryResult.Whole whole) {
                answers.put(key, whole.bundle());
            } else if (canBeReadByReference(fetched, query(answers, key), referenced)) {
                answers.put(key, ReceivedBundle.EMPTY);
            } else if (fetched instanceof QueryResult.NotAvailable) {
                answers.put(key, ReceivedBundle.EMPTY);
                notAvailable.add(query(answers, key).resourceType());
            } else if (fetched instanceof QueryResult.Failed failed
                    && (problems.containsKey(key) || failed.dataSeen())) {
                // A null that could not be looked into stays what the specification says it is: no data.
                String problem = problems.getOrDefault(key, "was null.");
                gaps.put(
                        key,
                        gap(
                                answers,
                                key,
                                MissingDataText.cause(failed.problem()),
                                "%s The FHIR server %s.".formatted(problem, servers.phrase(failed.problem()))));
            }
        });
        answers.problems().forEach((key, problem) -> {
            if (asked.contains(key)) {
                gaps.putIfAbsent(key, gap(answers, key, Cause.SERVER, problem));
            }
        });
        return withoutOptional(answers, gaps, notAvailable);
    }

    private static Remaining withoutOptional(
            PrefetchResults answers, Map<String, DataGap> gaps, Set<String> notAvailable) {
        gaps.keySet().removeIf(key -> {
            PrefetchQuery query = query(answers, key);
            if (query.isOptional()) {
                notAvailable.add(query.resourceType());
            }
            return query.isOptional();
        });
        return new Remaining(gaps, notAvailable);
    }

    /** Servers that have a type may refuse to search it by patient: US Core requires that of Specimen as little as of Medication. */
    private static boolean canBeReadByReference(
            QueryResult fetched, PrefetchQuery query, Collection<String> referenced) {
        return fetched instanceof QueryResult.Failed failed
                && failed.problem() == Problem.STATUS
                && !failed.dataSeen()
                && referenced.contains(query.resourceType());
    }

    private static PrefetchQuery query(PrefetchResults answers, String key) {
        return Objects.requireNonNull(answers.queries().get(key));
    }

    /** Notes a type that the client's server is known not to have. */
    private boolean isLacking(String type, @Nullable FhirServer server, Set<String> lacks, Set<String> notAvailable) {
        boolean isLacking = lacks.contains(type) || (server != null && servers.lacks(server, type));
        if (isLacking) {
            notAvailable.add(type);
        }
        return isLacking;
    }

    /** A type that is read where it is referred to need not be searched by a server that is known to refuse that. */
    private boolean isLeftToReferences(
            String key, PrefetchResults answers, @Nullable FhirServer server, Collection<String> referenced) {
        String type = query(answers, key).resourceType();
        boolean isLeft = server != null && referenced.contains(type) && servers.lacksSearchByPatient(server, type);
        if (isLeft) {
            answers.put(key, ReceivedBundle.EMPTY);
        }
        return isLeft;
    }

    private static DataGap gap(PrefetchResults answers, String key, Cause cause, String problem) {
        return new DataGap(
                cause,
                query(answers, key).resourceType(),
                new OutcomeIssue("required", "Prefetch key '%s' %s".formatted(key, problem), "prefetch." + key));
    }

    private SearchesInParts.Search search(PrefetchResults answers, String key, CdsRequest request, FhirServer server) {
        PrefetchQuery query = query(answers, key);
        String patientId = request.patientId();
        LocalDate today = request.asOf().toLocalDate();
        String search = query.query(patientId, today);
        ReceivedBundle came = answers.get(key);
        ReceivedBundle firstPage =
                came != null && !came.failed() && came.paging().next() != null ? came : null;
        if (query.parts().isEmpty()) {
            return new SearchesInParts.Search(new Query(search, firstPage), List.of());
        }
        if (servers.hasCategories(server)) {
            return new SearchesInParts.Search(new Query(search, firstPage, true), query.parts(patientId, today));
        }
        // A search by category does not find resources without one. A server that refuses this search requires a
        // category.
        return new SearchesInParts.Search(new Query(query.everything(patientId), firstPage), List.of(search));
    }

    private void count(QueryResult fetched) {
        String outcome = fetched instanceof QueryResult.Failed failed
                ? failed.problem().name().toLowerCase(Locale.ROOT)
                : fetched instanceof QueryResult.Whole ? "whole" : "not_available";
        meters.counter("calcinosis.fetch", "outcome", outcome).increment();
    }
}
