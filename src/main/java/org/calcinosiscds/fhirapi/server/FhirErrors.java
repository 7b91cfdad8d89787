package org.calcinosiscds.fhirapi.server;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.InternalErrorException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.SocketTimeoutException;
import java.util.List;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.calcinosiscds.decision.OverloadedException;
import org.calcinosiscds.http.OutcomeResponses;
import org.calcinosiscds.outcome.FaultLog;
import org.calcinosiscds.outcome.FhirPathLocation;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.calcinosiscds.outcome.RejectedInputException;
import org.calcinosiscds.outcome.RequestException;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.stereotype.Component;

/** Writes the response to every failure behind the FHIR endpoint. HAPI's messages quote the request and are never passed on. */
@Interceptor
@Component
public class FhirErrors {
    private final OutcomeResponses outcomes;
    private final FaultLog faults;

    FhirErrors(OutcomeResponses outcomes, FaultLog faults) {
        this.outcomes = outcomes;
        this.faults = faults;
    }

    /** Runs for every exception, before HAPI responds to it or logs it. */
    @Hook(Pointcut.SERVER_PRE_PROCESS_OUTGOING_EXCEPTION)
    public BaseServerResponseException translate(Throwable thrown) {
        return new Answer(unwrapped(thrown));
    }

    /** @return false: the response has been written */
    @Hook(Pointcut.SERVER_HANDLE_EXCEPTION)
    public boolean answer(
            BaseServerResponseException translated, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Throwable thrown = translated instanceof Answer answer ? answer.thrown : translated;
        if (response.isCommitted()) {
            if (!FaultLog.isBrokenRequest(thrown)) {
                faults.log(thrown);
            }
            return false;
        }
        response.reset();
        if (thrown instanceof RequestException refused) {
            outcomes.write(
                    request,
                    response,
                    HttpStatus.valueOf(refused.status().code()),
                    FhirPathLocation.of(refused.issues()));
        } else if (thrown instanceof RejectedInputException rejected) {
            outcomes.write(request, response, HttpStatus.BAD_REQUEST, FhirPathLocation.of(List.of(rejected.issue())));
        } else if (thrown instanceof OverloadedException) {
            response.setHeader(HttpHeaders.RETRY_AFTER, "1");
            write(request, response, HttpStatus.SERVICE_UNAVAILABLE);
        } else if (NestedExceptionUtils.getMostSpecificCause(thrown) instanceof SocketTimeoutException) {
            write(request, response, HttpStatus.REQUEST_TIMEOUT);
        } else if (thrown instanceof RequestRejectedException || FaultLog.isBrokenRequest(thrown)) {
            write(request, response, HttpStatus.BAD_REQUEST);
        } else if (thrown instanceof InvalidParameterException unreadable) {
            write(request, response, HttpStatus.valueOf(unreadable.getErrorCode()));
        } else if (thrown instanceof BaseServerResponseException ofHapi && ofHapi.getStatusCode() < 500) {
            answerHapi(ofHapi, request, response);
        } else {
            outcomes.write(request, response, HttpStatus.INTERNAL_SERVER_ERROR, List.of(faults.log(thrown)));
        }
        return false;
    }

    /** Unwraps the exception of a provider, which HAPI wraps twice. */
    private static Throwable unwrapped(Throwable thrown) {
        Throwable cause = thrown.getCause();
        return cause != null
                        && (thrown instanceof InternalErrorException || thrown instanceof InvocationTargetException)
                ? unwrapped(cause)
                : thrown;
    }

    private void answerHapi(
            BaseServerResponseException ofHapi, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (ofHapi.hasResponseHeaders()) {
            ofHapi.getResponseHeaders().forEach((name, values) -> {
                if (name.equalsIgnoreCase(HttpHeaders.ALLOW)) {
                    response.setHeader(HttpHeaders.ALLOW, String.join(", ", values));
                }
            });
        }
        HttpStatusCode status = HttpStatusCode.valueOf(ofHapi.getStatusCode());
        OutcomeIssue issue = status.value() == 400
                ? new OutcomeIssue(
                        "not-supported",
                        "There is no such interaction; GET /fhir/metadata lists those there are.",
                        null)
                : OutcomeResponses.issue(status);
        outcomes.write(request, response, status, List.of(issue));
    }

    private void write(HttpServletRequest request, HttpServletResponse response, HttpStatus status) throws IOException {
        outcomes.write(request, response, status, List.of(OutcomeResponses.issue(status)));
    }

    /** Carries an exception through HAPI, which accepts only its own exceptions. */
    private static final class Answer extends BaseServerResponseException {
        private final transient Throwable thrown;

        Answer(Throwable thrown) {
            super(500, "translated");
            this.thrown = thrown;
        }
    }
}
