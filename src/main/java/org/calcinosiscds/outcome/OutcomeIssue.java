package org.calcinosiscds.outcome;

import org.jspecify.annotations.Nullable;

/**
 * One thing that went wrong, as an issue of an OperationOutcome.
 *
 * @param code FHIR issue type, such as {@code required}
 * @param diagnostics a whole sentence for the integrator; never patient data
 * @param expression the place in the request, such as {@code prefetch.observations}; null when it is about no one place
 */
public record OutcomeIssue(
        String code, String diagnostics, @Nullable String expression) {
    /** The same issue at another place. */
    public OutcomeIssue at(String place) {
        return new OutcomeIssue(code, diagnostics, place);
    }
}
