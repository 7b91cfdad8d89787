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
import org.calcinosiscds.time.Deadline;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers hook calls. Reads the request, asks the domain, writes cards; decides nothing. */
@RestController
@RequestMapping(path = "/cds-services", produces = MediaType.APPLICATION_JSON_VALUE)
class CdsServiceController {
    private final CdsRequestReader requests;
    private final Prefetch prefetch;
    private final ContextResources contextResources;
    private final ReferencedResources linkedResources;
    private final DecisionSupport decisionSupport;
    private final HookResponder answers;

    CdsServiceController(
            CdsRequestReader requests,
            Prefetch prefetch,
            ContextResources contextResources,
            ReferencedResources linkedResources,
            DecisionSupport decisionSupport,
            HookResponder answers) {
        this.requests = requests;
        this.prefetch = prefetch;
        this.contextResources = contextResources;
        this.linkedResources = linkedResources;
        this.decisionSupport = decisionSupport;
        this.answers = answers;
    }

    /** Answers 200 with no cards when there is nothing to say, 412 when the prefetch cannot carry the decision. */
    @PostMapping(
            path = "/{id}",
            consumes = {MediaType.APPLICATION_JSON_VALUE, "application/fhir+json"})
    CdsResponse call(
            @PathVariable String id,
            @RequestBody byte[] body,
            @RequestAttribute(HookLogEntry.ATTRIBUTE) HookLogEntry call,
            @RequestAttribute(CdsClient.ATTRIBUTE) CdsClient client) {
        DecisionService service = DecisionServices.find(decisionSupport, id);
        call.service(service);
        call.client(client);
        CdsRequest request = requests.read(body, service, client.timeZone(), call);
        ContextResources.Unsaved patient;
        PatientChart chart;
        try {
            Deadline deadline = call.deadlineOfData(client);
            PatientChart sent = prefetch.read(service, request, client, deadline);
            patient = contextResources.addTo(sent.record(), request);
            chart = linkedResources.addTo(
                    new PatientChart(patient.record(), sent.gaps()), service, request, client, deadline);
        } catch (IncompleteRecordException e) {
            return answers.withoutData(e.gaps(), service, request, client, call);
        }
        CdsRequest.HookContext context = request.context();
        AssessmentRequest question = new AssessmentRequest(
                service.id(),
                chart.withoutMissing(),
                request.asOf(),
                context.userType(),
                context.encounterId(),
                patient.session());
        return chart.gaps().isEmpty()
                ? new CdsResponse(answers.to(question, request, client, call))
                : answers.toPart(question, chart, service, request, client, call);
    }
}
