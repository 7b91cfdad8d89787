package org.calcinosiscds.outcome;

import java.util.List;

/** A request that cannot be answered. Its issues tell the integrator why. */
public final class RequestException extends RuntimeException {
    private final Status status;
    private final List<OutcomeIssue> issues;

    public RequestException(Status status, List<OutcomeIssue> issues) {
        super(issues.get(0).diagnostics());
        this.status = status;
        this.issues = List.copyOf(issues);
    }

    public static RequestException badRequest(String location, String diagnostics) {
        return new RequestException(Status.BAD_REQUEST, List.of(new OutcomeIssue("value", diagnostics, location)));
    }

    /** Status 403: what is asked is not for this client. */
    public static RequestException forbidden(String location, String diagnostics) {
        return new RequestException(Status.FORBIDDEN, List.of(new OutcomeIssue("forbidden", diagnostics, location)));
    }

    /** Status 412: data that the decision needs is missing. */
    public static RequestException preconditionFailed(List<OutcomeIssue> issues) {
        return new RequestException(Status.PRECONDITION_FAILED, issues);
    }

    /** Status 422: the request can be read, and what it asks cannot be done. */
    public static RequestException unprocessable(String diagnostics) {
        return new RequestException(
                Status.UNPROCESSABLE_CONTENT, List.of(new OutcomeIssue("processing", diagnostics, null)));
    }

    public Status status() {
        return status;
    }

    public List<OutcomeIssue> issues() {
        return issues;
    }
}
