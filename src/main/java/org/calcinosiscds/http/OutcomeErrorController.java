package org.calcinosiscds.http;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.calcinosiscds.outcome.FaultLog;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers what failed outside Spring MVC, in a filter or in the servlet container. */
@RestController
class OutcomeErrorController implements ErrorController {
    private final OutcomeResponses outcomes;
    private final FaultLog faults;

    OutcomeErrorController(OutcomeResponses outcomes, FaultLog faults) {
        this.outcomes = outcomes;
        this.faults = faults;
    }

    @RequestMapping("${spring.web.error.path:/error}")
    ResponseEntity<Object> answer(HttpServletRequest request) {
        // A client that asks for the error page itself finds nothing there.
        HttpStatusCode status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
                ? HttpStatusCode.valueOf(code)
                : HttpStatus.NOT_FOUND;
        OutcomeIssue issue = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable fault
                ? faults.log(WrappedErrors.unwrap(fault))
                : OutcomeResponses.issue(status);
        return outcomes.entity(request, status, HttpHeaders.EMPTY, List.of(issue));
    }
}
