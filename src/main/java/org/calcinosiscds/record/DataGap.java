package org.calcinosiscds.record;

import org.calcinosiscds.outcome.OutcomeIssue;

/**
 * Data that rules read and that is missing from the record. What a server does not have at all is no gap; see
 * {@link PatientBundle#notAvailable()}.
 *
 * @param cause why it is missing, for the words of a card and for metrics
 * @param resourceType what is missing, such as {@code MedicationRequest}
 * @param issue location and reason, for the integrator
 */
public record DataGap(Cause cause, String resourceType, OutcomeIssue issue) {

    /** Why data is missing; a closed set. */
    public enum Cause {
        /** The client did not send it, and it could not be fetched. */
        NOT_SENT("not-sent"),
        /** It was not received before the deadline. */
        TIMEOUT("timeout"),
        /** The FHIR server does not let this user or service read it. */
        PERMISSION("permission"),
        /** There is more of it than the service accepts. */
        SIZE("size"),
        /** The FHIR server failed, or answered with something else. */
        SERVER("server"),
        /** It was received and is not understood. */
        NOT_UNDERSTOOD("not-understood");

        private final String code;

        Cause(String code) {
            this.code = code;
        }

        /** Code in the CodeSystem {@code missing-data-cause}. */
        public String code() {
            return code;
        }
    }
}
