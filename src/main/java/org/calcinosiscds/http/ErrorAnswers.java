package org.calcinosiscds.http;

import jakarta.servlet.http.HttpServletRequest;
import java.net.SocketTimeoutException;
import java.util.List;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.calcinosiscds.decision.DeadlineExceededException;
import org.calcinosiscds.decision.OverloadedException;
import org.calcinosiscds.outcome.FaultLog;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.calcinosiscds.outcome.RejectedInputException;
import org.calcinosiscds.outcome.RequestException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Answers everything that goes wrong in Spring MVC. Messages of frameworks quote the request and are never passed on. */
@RestControllerAdvice
class ErrorAnswers extends ResponseEntityExceptionHandler {
    private final OutcomeResponses outcomes;
    private final FaultLog faults;

    ErrorAnswers(OutcomeResponses outcomes, FaultLog faults) {
        this.outcomes = outcomes;
        this.faults = faults;
    }

    @ExceptionHandler
    ResponseEntity<Object> refused(RequestException e, HttpServletRequest request) {
        return outcomes.entity(request, HttpStatus.valueOf(e.status().code()), HttpHeaders.EMPTY, e.issues());
    }

    @ExceptionHandler
    ResponseEntity<Object> rejected(RejectedInputException e, HttpServletRequest request) {
        return outcomes.entity(request, HttpStatus.BAD_REQUEST, HttpHeaders.EMPTY, List.of(e.issue()));
    }

    /** Spring Security checks a header or parameter only when it is read. */
    @ExceptionHandler
    ResponseEntity<Object> unreadable(RequestRejectedException e, HttpServletRequest request) {
        HttpStatus status = HttpStatus.BAD_REQUEST;
        return outcomes.entity(request, status, HttpHeaders.EMPTY, List.of(OutcomeResponses.issue(status)));
    }

    @ExceptionHandler
    ResponseEntity<Object> overloaded(OverloadedException e, HttpServletRequest request) {
        HttpStatus status = HttpStatus.SERVICE_UNAVAILABLE;
        return outcomes.entity(request, status, HttpHeaders.EMPTY, List.of(OutcomeResponses.issue(status)));
    }

    @ExceptionHandler
    ResponseEntity<Object> tooLate(DeadlineExceededException e, HttpServletRequest request) {
        return outcomes.entity(
                request,
                HttpStatus.SERVICE_UNAVAILABLE,
                HttpHeaders.EMPTY,
                List.of(new OutcomeIssue(
                        "timeout", "There was no answer within the time that this client waits; try again.", null)));
    }

    /** More parameters than the container takes. */
    @ExceptionHandler
    ResponseEntity<Object> unreadable(InvalidParameterException e, HttpServletRequest request) {
        HttpStatus status = HttpStatus.valueOf(e.getErrorCode());
        return outcomes.entity(request, status, HttpHeaders.EMPTY, List.of(OutcomeResponses.issue(status)));
    }

    /** Any other exception is a fault of the service, not of the request. */
    @ExceptionHandler(Throwable.class)
    ResponseEntity<Object> failed(Throwable fault, HttpServletRequest request) {
        if (FaultLog.isBrokenRequest(fault)) {
            HttpStatus status = brokenRequest(fault);
            return outcomes.entity(request, status, HttpHeaders.EMPTY, List.of(OutcomeResponses.issue(status)));
        }
        return outcomes.entity(
                request,
                HttpStatus.INTERNAL_SERVER_ERROR,
                HttpHeaders.EMPTY,
                List.of(faults.log(WrappedErrors.unwrap(fault))));
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception e, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        HttpServletRequest servletRequest = ((ServletWebRequest) request).getRequest();
        if (status.is5xxServerError()) {
            return failed(e, servletRequest);
        }
        HttpStatusCode answer = FaultLog.isBrokenRequest(e) ? brokenRequest(e) : status;
        return outcomes.entity(servletRequest, answer, headers, List.of(OutcomeResponses.issue(answer)));
    }

    /** What is left to say to a client whose request ended too early. */
    private static HttpStatus brokenRequest(Throwable thrown) {
        return NestedExceptionUtils.getMostSpecificCause(thrown) instanceof SocketTimeoutException
                ? HttpStatus.REQUEST_TIMEOUT
                : HttpStatus.BAD_REQUEST;
    }
}
