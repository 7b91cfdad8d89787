package org.calcinosiscds.cdshooks.prefetch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.calcinosiscds.cdshooks.request.CdsRequest;
import org.calcinosiscds.client.CdsClient;
import org.calcinosiscds.client.FhirServer;
import org.calcinosiscds.decision.DecisionService;
import org.calcinosiscds.decision.PrefetchQuery;
import org.calcinosiscds.fhirclient.FetchBudget;
import org.calcinosiscds.fhirclient.FhirClient;
import org.calcinosiscds.fhirclient.Query;
import org.calcinosiscds.fhirclient.QueryResult;
import org.calcinosiscds.outbound.RemoteCallException.Problem;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.calcinosiscds.record.DataGap;
import org.calcinosiscds.record.DataGap.Cause;
import org.calcinosiscds.record.PatientBundle;
import org.calcinosiscds.record.PatientCompartment;
import org.calcinosiscds.record.ReceivedResource;
import org.hl7.fhir.r4.model.Resource;
import org.springframework.stereotype.Component;

/**
 * Fetches what other resources of the record refer to and what the record does not hold: the Medication of a draft, the Specimen of a
 * result. A medicine that is known only by its reference is an unknown medicine, and must not pass for none.
 */
@Component
public class ReferencedResources {
    private final FhirClient servers;
    private final UnsupportedTypes notAvailable;

    ReferencedResources(FhirClient servers, UnsupportedTypes notAvailable) {
        this.servers = servers;
        this.notAvailable = notAvailable;
    }

    /**
     * @param chart the record and what the user is writing
     * @return the same with the resources that were fetched, and with those that are missing
     * @throws org.calcinosiscds.outcome.RequestException with 400 when they would have to be fetched from a server that is not the client's
     */
    public PatientChart addTo(
            PatientChart chart, DecisionService service, CdsRequest request, CdsClient client, FetchBudget budget) {
        PatientBundle record = chart.record();
        FhirAccess access = FhirAccess.of(request, client);
        Set<String> unsupported = new TreeSet<>(record.notAvailable());
        List<UnresolvedReference> open =
                UnresolvedReference.of(record, typesRead(service), service.references()).stream()
                        .filter(reference -> !isUnsupported(reference.type(), client, unsupported))
                        .toList();
        Map<String, Resource> found = new LinkedHashMap<>();
        List<DataGap> gaps = new ArrayList<>();
        if (!open.isEmpty()) {
            access.requireListed();
            Map<UnresolvedReference, QueryResult> answers = fetch(open, access, budget);
            unsupported.addAll(withoutEndpoint(answers, access, service, request, budget));
            answers.forEach((reference, fetched) -> {
                if (fetched instanceof QueryResult.Whole whole) {
                    whole.bundle().resources().stream()
                            .filter(each -> isRequested(each, reference, request))
                            .forEach(each -> found.put(reference.path(), each.resource()));
                }
                if (!unsupported.contains(reference.type()) && !found.containsKey(reference.path())) {
                    gaps.add(gap(reference, access, fetched));
                }
            });
        }
        notAvailable.note(client, unsupported);
        return chart.with(record.with(List.copyOf(found.values()), 0).withoutTypes(unsupported), gaps);
    }

    /**
     * Types that the server does not have at all. A read that finds nothing does not tell that from a resource that is gone; a search does.
     */
    private Set<String> withoutEndpoint(
            Map<UnresolvedReference, QueryResult> answers,
            FhirAccess access,
            DecisionService service,
            CdsRequest request,
            FetchBudget budget) {
        Set<String> absent = new TreeSet<>();
        answers.forEach((reference, fetched) -> {
            if (fetched instanceof QueryResult.Failed failed && failed.isAbsent()) {
                absent.add(reference.type());
            }
        });
        Map<String, Query> searches = new LinkedHashMap<>();
        service.prefetch().values().stream()
                .map(PrefetchQuery::resourceType)
                .filter(absent::contains)
                .forEach(type -> searches.put(type, new Query(type + "?patient=" + request.patientId(), null)));
        FhirServer server = access.server();
        Set<String> without = new TreeSet<>();
        if (server != null) {
            servers.fetch(server, access.token(), searches, budget).forEach((type, fetched) -> {
                if (fetched instanceof QueryResult.NotAvailable) {
                    without.add(type);
                }
            });
        }
        return without;
    }

    private static Set<String> typesRead(DecisionService service) {
        return service.prefetch().values().stream()
                .map(PrefetchQuery::resourceType)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean isUnsupported(String type, CdsClient client, Set<String> unsupported) {
        if (client.unsupportedTypes().contains(type)) {
            unsupported.add(type);
        }
        return unsupported.contains(type);
    }

    /** A resource counts as returned only when it is the requested one, belongs to this patient and can be used. */
    private static boolean isRequested(ReceivedResource each, UnresolvedReference reference, CdsRequest request) {
        return each.resource().fhirType().equals(reference.type())
                && reference.id().equals(each.resource().getIdPart())
                && each.error() == null
                && !new PatientCompartment(request.patientId(), request.fhirServer()).isOfAnother(each);
    }

    private Map<UnresolvedReference, QueryResult> fetch(
            List<UnresolvedReference> open, FhirAccess access, FetchBudget budget) {
        Map<UnresolvedReference, QueryResult> all = new LinkedHashMap<>();
        FhirServer server = access.server();
        if (server == null) {
            open.forEach(reference -> all.put(reference, new QueryResult.Failed(Problem.STATUS, false, false)));
            return all;
        }
        Map<String, Query> queries = new LinkedHashMap<>();
        for (UnresolvedReference reference : open) {
            if (reference.isOn(server.base()) && queries.size() < servers.maxReferences()) {
                queries.put(reference.path(), new Query(reference.path(), null));
            }
        }
        Map<String, QueryResult> answers = servers.fetch(server, access.token(), queries, budget);
        for (UnresolvedReference reference : open) {
            QueryResult tooMany = new QueryResult.Failed(
                    reference.isOn(server.base()) ? Problem.TOO_MANY_REFERENCES : Problem.STATUS, false, false);
            all.put(reference, answers.getOrDefault(reference.path(), tooMany));
        }
        return all;
    }

    private DataGap gap(UnresolvedReference reference, FhirAccess access, QueryResult fetched) {
        Problem problem = fetched instanceof QueryResult.Failed failed ? failed.problem() : Problem.UNREADABLE;
        FhirServer server = access.server();
        String why;
        if (server == null) {
            why = access.whyNot() == null
                    ? "was not sent, and no 'fhirServer' was named to fetch it from."
                    : "was not sent. It was not fetched: " + access.whyNot() + ".";
        } else if (!reference.isOn(server.base())) {
            why = "was not sent, and it is not on 'fhirServer'.";
        } else {
            why = "was not sent. The FHIR server " + servers.phrase(problem) + ".";
        }
        return new DataGap(
                server == null ? Cause.NOT_SENT : MissingDataText.cause(problem),
                reference.type(),
                new OutcomeIssue(
                        "required",
                        "%s, which %s.%s refers to, %s"
                                .formatted(reference.path(), reference.source(), reference.element(), why),
                        reference.source() + "." + reference.element()));
    }
}
