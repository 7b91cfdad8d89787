package org.calcinosiscds.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.calcinosiscds.cases.Json;
import org.calcinosiscds.cdshooks.prefetch.FhirAccess;
import org.calcinosiscds.cdshooks.prefetch.IncompleteRecordException;
import org.calcinosiscds.cdshooks.prefetch.MissingDataFetcher;
import org.calcinosiscds.cdshooks.prefetch.PatientChart;
import org.calcinosiscds.cdshooks.prefetch.Prefetch;
import org.calcinosiscds.cdshooks.request.CdsRequest;
import org.calcinosiscds.client.CdsClient;
import org.calcinosiscds.client.SampleClients;
import org.calcinosiscds.decision.DecisionService;
import org.calcinosiscds.decision.PrefetchQuery;
import org.calcinosiscds.fhir.DataRequirements;
import org.calcinosiscds.fhirclient.FetchBudget;
import org.calcinosiscds.fhirclient.FetchMemory;
import org.calcinosiscds.fuzz.OwnWords;
import org.calcinosiscds.fuzz.WhoseResources;
import org.calcinosiscds.limit.Bulkhead;
import org.calcinosiscds.outcome.RejectedInputException;
import org.calcinosiscds.outcome.RequestException;
import org.calcinosiscds.record.DataGap;
import org.calcinosiscds.record.PatientRecords;

/**
 * Whatever a hook is called with is refused in words of our own, or becomes a record in which nothing is another patient's.
 *
 * <p>The service that is called is the one whose hook the input names first.
 */
class HookRequestFuzz {
    private static final OwnWords WORDS = new OwnWords("patient observations conditions encounters");
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T09:00:00Z"), ZoneOffset.UTC);
    private static final CdsClient CLIENT = SampleClients.open();
    private static final CdsRequestReader READER =
            new CdsRequestReader(PatientRecords.guard(), PatientRecords.bundles(), CLOCK);
    private static final ContextResources CONTEXT = new ContextResources(DataRequirements.EVERYTHING);

    /** There is no FHIR server to fetch from. */
    private static final Prefetch PREFETCH = new Prefetch(
            PatientRecords.bundles(),
            new MissingDataFetcher(null, new SimpleMeterRegistry()),
            DataRequirements.EVERYTHING);

    private static final FetchMemory MEMORY = new FetchMemory(new Bulkhead(1));

    @FuzzTest
    void whateverComesIsReadAsOnePatientsOrRefused(byte[] body) {
        HookLogEntry call = new HookLogEntry();
        DecisionService service = service(new String(body, StandardCharsets.ISO_8859_1));
        try {
            CdsRequest request = READER.read(body, service, ZoneOffset.UTC, call);
            if (FhirAccess.of(request, CLIENT).server() != null) {
                return;
            }
            PatientChart chart = PREFETCH.read(
                    service, request, CLIENT, new FetchBudget(MEMORY, CLIENT.issuer(), call.deadlineOfData(CLIENT)));
            if (!chart.gaps().isEmpty()) {
                WORDS.check(chart.gaps().stream().map(DataGap::issue).toList());
            }
            ContextResources.RecordWithChanges changed = CONTEXT.addTo(chart.record(), request);
            WhoseResources.require(
                    changed.record(), request.patientId(), Json.read(new String(body, StandardCharsets.UTF_8)));
            assertThat(changed.changes().drafts()).allMatch(draft -> draft.matches("[A-Za-z]+/[^/]+"));
        } catch (RejectedInputException e) {
            WORDS.check(List.of(e.issue()));
        } catch (IncompleteRecordException e) {
            WORDS.check(e.gaps().stream().map(DataGap::issue).toList());
        } catch (RequestException e) {
            assertThat(e.status().code()).isBetween(400, 499);
            assertThat(e.issues()).allMatch(issue -> issue.expression() != null);
            WORDS.check(e.issues());
        }
        assertThat(call.fields())
                .filteredOn(field -> field.name().equals("hookInstance"))
                .extracting(field -> field.value().toString())
                .allMatch(hookInstance -> hookInstance.matches("[0-9A-Fa-f-]{36}"));
    }

    private static DecisionService service(String body) {
        String hook = Stream.of("order-select", "order-sign", "problem-list-item-create", "encounter-discharge")
                .filter(body::contains)
                .findFirst()
                .orElse("patient-view");
        return new DecisionService(
                "calcinosis-" + hook,
                hook,
                "1.0",
                "",
                "",
                "0.1.0",
                "",
                Map.of(
                        "patient", new PrefetchQuery("Patient/{{context.patientId}}", "Patient"),
                        "observations", new PrefetchQuery("Observation?patient={{context.patientId}}", "Observation")),
                null);
    }
}
