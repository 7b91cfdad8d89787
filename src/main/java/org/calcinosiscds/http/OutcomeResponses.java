package org.calcinosiscds.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.calcinosiscds.outcome.OperationOutcomes;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.calcinosiscds.outcome.RequestException;
import org.calcinosiscds.outcome.Status;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Writes responses that are not a success: an OperationOutcome, also when the client does not accept it. */
@Component
public final class OutcomeResponses {
    private static final MediaType FHIR_JSON = MediaType.parseMediaType(MediaTypes.FHIR_JSON);

    private static final List<OutcomeIssue> BUSY = List.of(issue(HttpStatus.SERVICE_UNAVAILABLE));

    private final OperationOutcomes operationOutcomes;

    /** Written once: under overload most answers are this one. */
    private final byte[] busy;

    OutcomeResponses(OperationOutcomes operationOutcomes) {
        this.operationOutcomes = operationOutcomes;
        this.busy = operationOutcomes.json(BUSY);
    }

    /** @param headers further headers, such as Allow */
    public ResponseEntity<Object> entity(
            HttpServletRequest request, HttpStatusCode status, HttpHeaders headers, List<OutcomeIssue> issues) {
        note(request, issues);
        return ResponseEntity.status(status)
                .headers(headers)
                .headers(answer -> {
                    if (isBusy(status)) {
                        answer.set(HttpHeaders.RETRY_AFTER, "1");
                    }
                })
                .contentType(FHIR_JSON)
                .body(operationOutcomes.json(issues));
    }

    /** The same for a filter, which answers before Spring MVC. */
    public void write(
            HttpServletRequest request, HttpServletResponse response, HttpStatusCode status, List<OutcomeIssue> issues)
            throws IOException {
        write(request, response, status, issues, operationOutcomes.json(issues));
    }

    /** Answers 503 for lack of capacity. */
    public void writeBusy(HttpServletRequest request, HttpServletResponse response) throws IOException {
        write(request, response, HttpStatus.SERVICE_UNAVAILABLE, BUSY, busy);
    }

    private static void write(
            HttpServletRequest request,
            HttpServletResponse response,
            HttpStatusCode status,
            List<OutcomeIssue> issues,
            byte[] body)
            throws IOException {
        note(request, issues);
        response.setStatus(status.value());
        AnswerHeadersValve.forbidStoring(response);
        if (isBusy(status)) {
            response.setHeader(HttpHeaders.RETRY_AFTER, "1");
        }
        response.setContentType(FHIR_JSON.toString());
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    /** A refusal of which the status says all there is to say. */
    public static RequestException refusal(Status status) {
        return new RequestException(status, List.of(issue(HttpStatusCode.valueOf(status.code()))));
    }

    /** What to say when the status says it all. */
    public static OutcomeIssue issue(HttpStatusCode status) {
        return switch (status.value()) {
            case 404 -> new OutcomeIssue("not-found", "Nothing is at this address.", null);
            case 405 -> new OutcomeIssue("not-supported", "This address does not take this method.", null);
            case 406 ->
                new OutcomeIssue(
                        "not-supported", "The Accept header excludes application/json, which is the answer.", null);
            case 408 -> new OutcomeIssue("timeout", "The body did not arrive in time.", null);
            case 413 -> new OutcomeIssue("too-long", "The body was larger than this service takes.", null);
            case 415 ->
                new OutcomeIssue(
                        "not-supported", "The body must be application/json in UTF-8 without Content-Encoding.", null);
            case 429 ->
                new OutcomeIssue(
                        "throttled", "This client calls more often than it may; Retry-After says when to go on.", null);
            case 503 -> new OutcomeIssue("throttled", "The service is busy; try again in a second.", null);
            default ->
                status.is4xxClientError()
                        ? new OutcomeIssue("structure", "The request could not be read.", null)
                        : new OutcomeIssue("exception", "The service failed.", null);
        };
    }

    private static boolean isBusy(HttpStatusCode status) {
        return status.value() == HttpStatus.SERVICE_UNAVAILABLE.value();
    }

    private static void note(HttpServletRequest request, List<OutcomeIssue> issues) {
        if (request.getAttribute(LogEntry.ATTRIBUTE) instanceof LogEntry call) {
            call.refused(issues);
        }
    }
}
