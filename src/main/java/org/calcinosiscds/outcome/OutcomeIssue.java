package org.calcinosiscds.outcome;

import org.jspecify.annotations.Nullable;

/**
 * One thing that went wrong, as an issue of an OperationOutcome.
 *
 * @param code FHIR issue type, such as {@code required}
 * @param diagnostics a whole sentence for the integrator; never patient data
 * @param expression location in the request, such as {@code prefetch.observations}; null when the issue has none
 */
public record OutcomeIssue(
        String code, String diagnostics, @Nullable String expression) {
    /** The same issue with another location. */
    public OutcomeIssue at(String location) {
        return new OutcomeIssue(code, diagnostics, location);
    }
}
