package org.calcinosiscds.fhirapi.patient;

import ca.uhn.fhir.context.FhirContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.List;
import org.calcinosiscds.assess.AssessParameters;
import org.calcinosiscds.assess.AssessParametersReader;
import org.calcinosiscds.assess.NdjsonAssessor;
import org.calcinosiscds.assess.NdjsonLines;
import org.calcinosiscds.assess.NdjsonResultWriter;
import org.calcinosiscds.assess.NdjsonSettings;
import org.calcinosiscds.assess.OperationInput;
import org.calcinosiscds.client.CdsClient;
import org.calcinosiscds.client.ClientBulkheads;
import org.calcinosiscds.decision.OverloadedException;
import org.calcinosiscds.fhirapi.FhirLogEntry;
import org.calcinosiscds.http.MediaTypes;
import org.calcinosiscds.json.Limits;
import org.calcinosiscds.limit.Bulkhead;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.springframework.stereotype.Component;

/** Assesses a stream of NDJSON over one connection: results are sent while the request body is still being received. */
@Component
class NdjsonExchange {
    private final NdjsonAssessor assessor;
    private final AssessParametersReader parametersReader;
    private final NdjsonSettings settings;
    private final Limits limits;
    private final FhirContext context;
    private final AuditedDecisions decisions;
    private final Bulkhead streams;

    NdjsonExchange(
            NdjsonAssessor assessor,
            AssessParametersReader parametersReader,
            NdjsonSettings settings,
            Limits limits,
            FhirContext context,
            AuditedDecisions decisions,
            ClientBulkheads bulkheads) {
        this.assessor = assessor;
        this.parametersReader = parametersReader;
        this.settings = settings;
        this.limits = limits;
        this.context = context;
        this.decisions = decisions;
        this.streams = bulkheads.ofSize(settings.streams());
    }

    /** @throws OverloadedException when the client assesses as many files as its share allows, and no other place is free */
    void answer(HttpServletRequest request, HttpServletResponse response, FhirLogEntry call) throws IOException {
        AssessParameters parameters = AllowedExplanation.check(
                parametersReader.read(
                        OperationInput.of(request.getParameterMap(), null, AssessParametersReader.NAMES),
                        CallerZone.of(request)),
                request);
        CdsClient client = (CdsClient) request.getAttribute(CdsClient.ATTRIBUTE);
        if (!streams.enter(client.share())) {
            throw new OverloadedException();
        }
        try {
            response.setContentType(MediaTypes.NDJSON);
            NdjsonResultWriter writer = new NdjsonResultWriter(
                    response.getOutputStream(),
                    context,
                    result -> decisions.note(request, parameters.service().id(), result));
            try {
                assessor.assess(
                        new NdjsonLines("", request.getInputStream(), limits),
                        parameters,
                        settings.pendingResources(),
                        writer);
            } catch (SocketTimeoutException e) {
                // Results that were written are valid; lines that were not read have no result.
                writer.failed(List.of(new OutcomeIssue("timeout", "The next line did not arrive in time.", null)));
            } catch (OverloadedException e) {
                writer.failed(
                        List.of(new OutcomeIssue("throttled", "The service is busy; send the rest later.", null)));
            }
            writer.end();
            call.counted("assessed", writer.assessed());
            call.counted("errors", writer.errors());
            call.counted("leftOver", writer.unusedResources());
        } finally {
            streams.leave(client.share());
        }
    }
}
