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
import org.calcinosiscds.http.BodyType;
import org.calcinosiscds.json.Limits;
import org.calcinosiscds.limit.Bulkhead;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.springframework.stereotype.Component;

/** NDJSON in, NDJSON out, over one connection: answers leave while the file still arrives. */
@Component
class NdjsonExchange {
    private final NdjsonAssessor assessor;
    private final AssessParametersReader terms;
    private final NdjsonSettings settings;
    private final Limits limits;
    private final FhirContext context;
    private final AuditedDecisions decisions;
    private final Bulkhead streams;

    NdjsonExchange(
            NdjsonAssessor assessor,
            AssessParametersReader terms,
            NdjsonSettings settings,
            Limits limits,
            FhirContext context,
            AuditedDecisions decisions,
            ClientBulkheads bulkheads) {
        this.assessor = assessor;
        this.terms = terms;
        this.settings = settings;
        this.limits = limits;
        this.context = context;
        this.decisions = decisions;
        this.streams = bulkheads.ofSize(settings.streams());
    }

    /** @throws OverloadedException when as many files are being assessed as are allowed, or the other clients need their share */
    void answer(HttpServletRequest request, HttpServletResponse response, FhirLogEntry call) throws IOException {
        AssessParameters asked = terms.read(
                OperationInput.of(request.getParameterMap(), null, AssessParametersReader.NAMES),
                CallerZone.of(request));
        CdsClient client = (CdsClient) request.getAttribute(CdsClient.ATTRIBUTE);
        if (!streams.enter(client.issuer())) {
            throw new OverloadedException();
        }
        try {
            response.setContentType(BodyType.NDJSON);
            NdjsonResultWriter answers = new NdjsonResultWriter(
                    response.getOutputStream(),
                    context,
                    verdict -> decisions.note(request, asked.service().id(), verdict));
            try {
                assessor.assess(
                        new NdjsonLines("", request.getInputStream(), limits),
                        asked,
                        settings.pendingResources(),
                        answers);
            } catch (SocketTimeoutException e) {
                // The answers given stand; what was not read is not answered.
                answers.failed(List.of(new OutcomeIssue("timeout", "The next line did not arrive in time.", null)));
            } catch (OverloadedException e) {
                answers.failed(
                        List.of(new OutcomeIssue("throttled", "The service is busy; send the rest later.", null)));
            }
            answers.end();
            call.counted("assessed", answers.assessed());
            call.counted("errors", answers.errors());
            call.counted("leftOver", answers.leftOver());
        } finally {
            streams.leave(client.issuer());
        }
    }
}
