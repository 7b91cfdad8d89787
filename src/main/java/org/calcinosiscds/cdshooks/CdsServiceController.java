package org.calcinosiscds.cdshooks;

import org.calcinosiscds.cdshooks.prefetch.IncompleteRecordException;
import org.calcinosiscds.cdshooks.prefetch.PatientChart;
import org.calcinosiscds.cdshooks.prefetch.Prefetch;
import org.calcinosiscds.cdshooks.prefetch.ReferencedResources;
import org.calcinosiscds.cdshooks.request.CdsRequest;
import org.calcinosiscds.client.CdsClient;
import org.calcinosiscds.decision.AssessmentRequest;
import org.calcinosiscds.decision.DecisionService;
import org.calcinosiscds.decision.DecisionSupport;
import org.calcinosiscds.decision.OverloadedException;
import org.calcinosiscds.fhirclient.FetchBudget;
import org.calcinosiscds.fhirclient.FetchMemory;
import org.calcinosiscds.http.MediaTypes;
import org.calcinosiscds.limit.FairSemaphore;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers hook calls: reads the request, has the patient assessed and returns cards. */
@RestController
@RequestMapping(path = "/cds-services", produces = MediaType.APPLICATION_JSON_VALUE)
class CdsServiceController {
    private final CdsRequestReader requests;
    private final Prefetch prefetch;
    private final ContextResources contextResources;
    private final ReferencedResources referencedResources;
    private final DecisionSupport decisionSupport;
    private final HookResponder responder;
    private final Explaining explaining;
    private final FetchMemory fetchMemory;
    private final FairSemaphore processors;

    CdsServiceController(
            CdsRequestReader requests,
            Prefetch prefetch,
            ContextResources contextResources,
            ReferencedResources referencedResources,
            DecisionSupport decisionSupport,
            HookResponder responder,
            Explaining explaining,
            FetchMemory fetchMemory,
            FairSemaphore processors) {
        this.requests = requests;
        this.prefetch = prefetch;
        this.contextResources = contextResources;
        this.referencedResources = referencedResources;
        this.decisionSupport = decisionSupport;
        this.responder = responder;
        this.explaining = explaining;
        this.fetchMemory = fetchMemory;
        this.processors = processors;
    }

    /** Returns 200, with no cards when no rule applies; 412 when required data is missing and the client is configured to receive it. */
    @PostMapping(
            path = "/{id}",
            consumes = {MediaType.APPLICATION_JSON_VALUE, MediaTypes.FHIR_JSON})
    CdsResponse call(
            @PathVariable String id,
            @RequestBody byte[] body,
            @RequestAttribute(HookLogEntry.ATTRIBUTE) HookLogEntry call,
            @RequestAttribute(CdsClient.ATTRIBUTE) CdsClient client) {
        DecisionService service = DecisionServices.find(decisionSupport, id);
        call.service(service);
        call.client(client);
        awaitProcessor(client, call);
        try {
            return answer(body, service, call, client);
        } finally {
            processors.release();
        }
    }

    /**
     * Waits until a processor is free for the call, once its body was received.
     *
     * @throws OverloadedException when none became free early enough to answer before the client's deadline
     */
    private void awaitProcessor(CdsClient client, HookLogEntry call) {
        try {
            if (processors.acquire(client.share(), call.deadlineOfData(client))) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new OverloadedException();
    }

    private CdsResponse answer(byte[] body, DecisionService service, HookLogEntry call, CdsClient client) {
        CdsRequest request = requests.read(body, service, client.timeZone(), call);
        Explaining.check(request, client);
        // What was fetched takes memory until the answer is made of it.
        try (FetchBudget budget = new FetchBudget(fetchMemory, client.issuer(), call.deadlineOfData(client))) {
            return answer(request, service, call, client, budget);
        }
    }

    private CdsResponse answer(
            CdsRequest request, DecisionService service, HookLogEntry call, CdsClient client, FetchBudget budget) {
        ContextResources.RecordWithChanges changed;
        PatientChart chart;
        try {
            PatientChart saved = prefetch.read(service, request, client, budget);
            changed = contextResources.addTo(saved.record(), request);
            chart = referencedResources.addTo(
                    new PatientChart(changed.record(), saved.gaps()), service, request, client, budget);
        } catch (IncompleteRecordException e) {
            return responder
                    .missingDataOnly(e.gaps(), service, request, client, call)
                    .with(Explaining.ofMissingData(request));
        }
        AssessmentRequest assessmentRequest = new AssessmentRequest(
                service.id(),
                chart.withoutMissing(),
                request.asOf(),
                request.context().userType(),
                request.context().encounterId(),
                changed.changes());
        if (!chart.gaps().isEmpty()) {
            return responder
                    .partialCards(assessmentRequest, chart, service, request, client, call)
                    .with(Explaining.ofMissingData(request));
        }
        CdsResponse response = new CdsResponse(responder.cards(assessmentRequest, request, client, call));
        return response.with(explaining.of(assessmentRequest, request, call.deadlineOfEvaluation(client)));
    }
}
