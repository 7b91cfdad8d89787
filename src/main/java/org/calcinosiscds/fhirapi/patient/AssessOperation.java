package org.calcinosiscds.fhirapi.patient;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.rest.annotation.Operation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.calcinosiscds.assess.BundleAssessor;
import org.calcinosiscds.assess.BundleResult;
import org.calcinosiscds.fhirapi.FhirLogEntry;
import org.calcinosiscds.fhirapi.FhirOperation;
import org.calcinosiscds.fhirapi.FhirRequestBodies;
import org.calcinosiscds.http.BodyType;
import org.calcinosiscds.http.LogEntry;
import org.calcinosiscds.http.MediaTypes;
import org.calcinosiscds.http.OutcomeResponses;
import org.calcinosiscds.json.JsonValue;
import org.calcinosiscds.outcome.Status;
import org.springframework.stereotype.Component;

/**
 * {@code POST /fhir/$assess}: FHIR in, FHIR out, for integrators without an EHR.
 *
 * <p>HAPI hands over the request itself, because a Bundle is parsed entry by entry from its original bytes.
 */
@Component
public class AssessOperation implements FhirOperation {
    private final AssessRequestReader requests;
    private final BundleAssessor bundles;
    private final NdjsonExchange ndjson;
    private final AuditedDecisions decisions;
    private final FhirContext context;

    AssessOperation(
            AssessRequestReader requests,
            BundleAssessor bundles,
            NdjsonExchange ndjson,
            AuditedDecisions decisions,
            FhirContext context) {
        this.requests = requests;
        this.bundles = bundles;
        this.ndjson = ndjson;
        this.decisions = decisions;
        this.context = context;
    }

    @Operation(name = "$assess", manualRequest = true, manualResponse = true)
    public void assess(HttpServletRequest request, HttpServletResponse response) throws IOException {
        FhirLogEntry call = (FhirLogEntry) request.getAttribute(LogEntry.ATTRIBUTE);
        call.operation("assess");
        if (BodyType.of(request).isStream()) {
            ndjson.answer(request, response, call);
            return;
        }
        JsonValue body = FhirRequestBodies.of(request);
        if (body == null) {
            throw OutcomeResponses.refusal(Status.UNSUPPORTED_MEDIA_TYPE);
        }
        AssessRequest asked = requests.read(body, request.getParameterMap(), CallerZone.of(request));
        BundleResult result = bundles.assess(asked.data(), AllowedExplanation.check(asked.parameters(), request));
        result.patients()
                .forEach(each ->
                        decisions.note(request, asked.parameters().service().id(), each));
        call.counted("patients", result.patients().size());
        call.counted("assessed", result.assessed());
        call.counted("leftOver", result.unusedResources().size());
        byte[] answer = parser(request).encodeResourceToString(result.bundle()).getBytes(StandardCharsets.UTF_8);
        response.setContentType(MediaTypes.FHIR_JSON);
        response.setContentLength(answer.length);
        response.getOutputStream().write(answer);
    }

    private IParser parser(HttpServletRequest request) {
        return context.newJsonParser().setPrettyPrint("true".equals(request.getParameter("_pretty")));
    }
}
