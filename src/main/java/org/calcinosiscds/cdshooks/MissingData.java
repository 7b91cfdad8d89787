package org.calcinosiscds.cdshooks;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.calcinosiscds.client.FhirServer;
import org.calcinosiscds.fhir.ReceivedBundle;
import org.calcinosiscds.fhirserver.Fetched;
import org.calcinosiscds.fhirserver.FhirServerReader;
import org.calcinosiscds.fhirserver.Wanted;
import org.calcinosiscds.time.Deadline;
import org.springframework.stereotype.Component;

/** Fetches from the client's FHIR server what its call did not bring. */
@Component
class MissingData {
    private final FhirServerReader servers;
    private final MeterRegistry meters;
    private final Clock clock;

    MissingData(FhirServerReader servers, MeterRegistry meters, Clock clock) {
        this.servers = servers;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * Fetches, if it may, the keys that cannot carry the decision and those whose value was null; what came is put to the answers.
     *
     * @return what is still wrong, by key, to follow the key's name in a sentence
     */
    Map<String, String> fetch(PrefetchAnswers answers, FhirAccess access, CdsRequest request, Deadline deadline) {
        Map<String, String> flaws = answers.flaws();
        FhirServer server = access.server();
        if (server == null) {
            if (access.whyNot() != null) {
                flaws.replaceAll((key, flaw) -> flaw + " It was not fetched: " + access.whyNot() + ".");
            }
            return flaws;
        }
        Map<String, Wanted> wanted = new LinkedHashMap<>();
        Stream.concat(flaws.keySet().stream(), answers.empty().stream())
                .forEach(key -> wanted.put(key, wanted(answers, key, request, access.isVersion3())));
        Map<String, String> problems = new LinkedHashMap<>();
        servers.fetch(server, access.token(), wanted, deadline).forEach((key, fetched) -> {
            count(fetched);
            if (fetched instanceof Fetched.Whole whole) {
                answers.put(key, whole.bundle());
            } else if (fetched instanceof Fetched.Failed failed && (flaws.containsKey(key) || failed.dataSeen())) {
                // A null that could not be looked into stays what the specification says it is: no data.
                String flaw = flaws.getOrDefault(key, "was null.");
                problems.put(
                        key,
                        "%s The FHIR server %s."
                                .formatted(flaw, failed.problem().phrase()));
            }
        });
        answers.flaws().forEach(problems::putIfAbsent);
        return problems;
    }

    private Wanted wanted(PrefetchAnswers answers, String key, CdsRequest request, boolean isVersion3) {
        Instant asOf = Objects.requireNonNullElseGet(request.asOf(), clock::instant);
        String query = Objects.requireNonNull(answers.queries().get(key))
                .query(request.context().patientId(), LocalDate.ofInstant(asOf, ZoneOffset.UTC), isVersion3);
        ReceivedBundle came = answers.get(key);
        boolean isFirstPage = came != null && !came.failed() && came.paging().next() != null;
        return new Wanted(query, isFirstPage ? came : null);
    }

    private void count(Fetched fetched) {
        String outcome = fetched instanceof Fetched.Failed failed
                ? failed.problem().name().toLowerCase(Locale.ROOT)
                : "whole";
        meters.counter("calcinosis.fetch", "outcome", outcome).increment();
    }
}
