package org.calcinosiscds.outcome;

import java.util.List;
import org.springframework.http.HttpStatus;

/** A request that cannot be answered as it is; the integrator is told why. */
public final class RequestException extends RuntimeException {
    private final HttpStatus status;
    private final List<OutcomeIssue> issues;

    public RequestException(HttpStatus status, List<OutcomeIssue> issues) {
        super(issues.get(0).diagnostics());
        this.status = status;
        this.issues = List.copyOf(issues);
    }

    public static RequestException badRequest(String place, String diagnostics) {
        return new RequestException(HttpStatus.BAD_REQUEST, List.of(new OutcomeIssue("value", diagnostics, place)));
    }

    /** 412: the prefetch cannot carry the decision. */
    public static RequestException preconditionFailed(List<OutcomeIssue> issues) {
        return new RequestException(HttpStatus.PRECONDITION_FAILED, issues);
    }

    public HttpStatus status() {
        return status;
    }

    public List<OutcomeIssue> issues() {
        return issues;
    }
}
