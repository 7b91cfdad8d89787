package org.calcinosiscds.cdshooks.prefetch;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
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
import org.calcinosiscds.fhirclient.FhirClient;
import org.calcinosiscds.fhirclient.Query;
import org.calcinosiscds.fhirclient.QueryResult;
import org.calcinosiscds.outbound.RemoteCallException.Problem;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.calcinosiscds.record.DataGap;
import org.calcinosiscds.record.DataGap.Cause;
import org.calcinosiscds.record.ReceivedBundle;
import org.calcinosiscds.time.Deadline;
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
     * What is missing all the same.
     *
     * @param gaps by key
     * @param notAvailable resource types that the client's server does not have
     */
    record Remaining(Map<String, DataGap> gaps, Set<String> notAvailable) {}

    /**
     * Fetches, if it may, the keys that cannot carry the decision and those whose value was null; what came is put to the answers.
     *
     * @param referenced resource types that can be read one by one where they are referred to
     * @param lacks resource types that the client's server is known not to have, which are not asked for
     * @throws org.calcinosiscds.outcome.RequestException with 400 when it would have to be fetched from a server of somebody else
     */
    Remaining fetch(
            PrefetchResults answers,
            FhirAccess access,
            CdsRequest request,
            Collection<String> referenced,
            Set<String> lacks,
            Deadline deadline) {
        Set<String> notAvailable = new TreeSet<>(answers.notSupported());
        Map<String, String> flaws = answers.flaws();
        List<String> asked = Stream.concat(flaws.keySet().stream(), answers.empty().stream())
                .filter(key -> !isLacking(key, answers, lacks, notAvailable))
                .toList();
        flaws.keySet().retainAll(asked);
        if (flaws.keySet().stream().anyMatch(key -> !query(answers, key).isOptional())) {
            access.requireListed();
        }
        Map<String, DataGap> gaps = new LinkedHashMap<>();
        FhirServer server = access.server();
        if (server == null) {
            String whyNot = access.whyNot() == null ? "" : " It was not fetched: " + access.whyNot() + ".";
            flaws.forEach((key, flaw) -> gaps.put(key, gap(answers, key, Cause.NOT_SENT, flaw + whyNot)));
            return withoutOptional(answers, gaps, notAvailable);
        }
        Map<String, Query> wanted = new LinkedHashMap<>();
        asked.forEach(key -> wanted.put(key, wanted(answers, key, request, access.isVersion3())));
        servers.fetch(server, access.token(), wanted, deadline).forEach((key, fetched) -> {
            count(fetched);
            if (fetched instanceof QueryResult.Whole whole) {
                answers.put(key, whole.bundle());
            } else if (canBeReadByReference(fetched, query(answers, key), referenced)) {
                answers.put(key, ReceivedBundle.EMPTY);
            } else if (fetched instanceof QueryResult.NotAvailable) {
                answers.put(key, ReceivedBundle.EMPTY);
                notAvailable.add(Objects.requireNonNull(wanted.get(key)).resourceType());
            } else if (fetched instanceof QueryResult.Failed failed && (flaws.containsKey(key) || failed.dataSeen())) {
                // A null that could not be looked into stays what the specification says it is: no data.
                String flaw = flaws.getOrDefault(key, "was null.");
                gaps.put(
                        key,
                        gap(
                                answers,
                                key,
                                MissingDataText.cause(failed.problem()),
                                "%s The FHIR server %s.".formatted(flaw, servers.phrase(failed.problem()))));
            }
        });
        answers.flaws().forEach((key, flaw) -> {
            if (asked.contains(key)) {
                gaps.putIfAbsent(key, gap(answers, key, Cause.SERVER, flaw));
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

    /** Notes the type of a key that the client's server is known not to have. */
    private static boolean isLacking(String key, PrefetchResults answers, Set<String> lacks, Set<String> notAvailable) {
        String type = query(answers, key).resourceType();
        if (lacks.contains(type)) {
            notAvailable.add(type);
            return true;
        }
        return false;
    }

    private static DataGap gap(PrefetchResults answers, String key, Cause cause, String flaw) {
        return new DataGap(
                cause,
                query(answers, key).resourceType(),
                new OutcomeIssue("required", "Prefetch key '%s' %s".formatted(key, flaw), "prefetch." + key));
    }

    private Query wanted(PrefetchResults answers, String key, CdsRequest request, boolean isVersion3) {
        String query = query(answers, key)
                .query(request.context().patientId(), request.asOf().toLocalDate(), isVersion3);
        ReceivedBundle came = answers.get(key);
        boolean isFirstPage = came != null && !came.failed() && came.paging().next() != null;
        return new Query(query, isFirstPage ? came : null);
    }

    private void count(QueryResult fetched) {
        String outcome = fetched instanceof QueryResult.Failed failed
                ? failed.problem().name().toLowerCase(Locale.ROOT)
                : fetched instanceof QueryResult.Whole ? "whole" : "not_available";
        meters.counter("calcinosis.fetch", "outcome", outcome).increment();
    }
}
