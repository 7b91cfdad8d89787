package org.calcinosiscds.http;

import java.util.List;
import org.calcinosiscds.fhir.OutcomeIssue;
import org.springframework.http.HttpStatus;

/** A request that cannot be answered as it is; the integrator is told why. */
public final class RefusedRequestException extends RuntimeException {
    private final HttpStatus status;
    private final List<OutcomeIssue> issues;

    public RefusedRequestException(HttpStatus status, List<OutcomeIssue> issues) {
        super(issues.get(0).diagnostics());
        this.status = status;
        this.issues = List.copyOf(issues);
    }

    public static RefusedRequestException badRequest(String place, String diagnostics) {
        return new RefusedRequestException(
                HttpStatus.BAD_REQUEST, List.of(new OutcomeIssue("value", diagnostics, place)));
    }

    /** 412: the prefetch cannot carry the decision. */
    public static RefusedRequestException preconditionFailed(List<OutcomeIssue> issues) {
        return new RefusedRequestException(HttpStatus.PRECONDITION_FAILED, issues);
    }

    public HttpStatus status() {
        return status;
    }

    public List<OutcomeIssue> issues() {
        return issues;
    }
}
