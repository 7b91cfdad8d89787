package org.calcinosiscds.decision;

import java.time.ZonedDateTime;
import org.calcinosiscds.record.PatientBundle;
import org.jspecify.annotations.Nullable;

/**
 * A request to assess one patient.
 *
 * @param serviceId id of a {@link DecisionService}
 * @param patient the record of one patient
 * @param asOf the moment the rules treat as now, in the time zone whose days they count
 * @param userType resource type of the user who will read the answer, such as {@code Practitioner}; null when unknown
 * @param encounterId logical id of the encounter in context, which drafts refer to; null when there is none
 * @param session what the user has not saved yet
 * @param answered what a clinician has answered to earlier cards
 */
public record AssessmentRequest(
        String serviceId,
        PatientBundle patient,
        ZonedDateTime asOf,
        @Nullable String userType,
        @Nullable String encounterId,
        UnsavedChanges session,
        AnsweredCards answered) {
    /** A request about a patient without answered cards. */
    public AssessmentRequest(
            String serviceId,
            PatientBundle patient,
            ZonedDateTime asOf,
            @Nullable String userType,
            @Nullable String encounterId,
            UnsavedChanges session) {
        this(serviceId, patient, asOf, userType, encounterId, session, AnsweredCards.NONE);
    }

    /** A request about a chart in which nothing is being written. */
    public AssessmentRequest(
            String serviceId,
            PatientBundle patient,
            ZonedDateTime asOf,
            @Nullable String userType,
            @Nullable String encounterId) {
        this(serviceId, patient, asOf, userType, encounterId, UnsavedChanges.NONE);
    }

    /** The same request with other answers to earlier cards. */
    public AssessmentRequest with(AnsweredCards others) {
        return new AssessmentRequest(serviceId, patient, asOf, userType, encounterId, session, others);
    }

    /** The same request to another service. */
    public AssessmentRequest to(String otherServiceId) {
        return new AssessmentRequest(otherServiceId, patient, asOf, userType, encounterId, session, answered);
    }

    /** Says nothing of the patient, so that it may end up in a log. */
    @Override
    public String toString() {
        return "Assessment request to " + serviceId;
    }
}
