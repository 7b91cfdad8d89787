package org.calcinosiscds.decision;

import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.calcinosiscds.record.PatientBundle;
import org.jspecify.annotations.Nullable;

/**
 * What is asked.
 *
 * @param serviceId id of a {@link DecisionService}
 * @param patient the record of one patient
 * @param asOf the moment the rules treat as now, in the time zone whose days they count
 * @param userType resource type of the user who will read the answer, such as {@code Practitioner}; null when unknown
 * @param encounterId logical id of the encounter in context, which drafts refer to; null when there is none
 * @param session what the user has not saved yet
 * @param snoozed keys of problems that are not to be shown; their rules are true all the same
 * @param assessed references of what a clinician has assessed, by the CQL parameter that takes them
 */
public record AssessmentRequest(
        String serviceId,
        PatientBundle patient,
        ZonedDateTime asOf,
        @Nullable String userType,
        @Nullable String encounterId,
        UnsavedChanges session,
        Set<String> snoozed,
        Map<String, List<String>> assessed) {
    /** A question that leaves no problem out. */
    public AssessmentRequest(
            String serviceId,
            PatientBundle patient,
            ZonedDateTime asOf,
            @Nullable String userType,
            @Nullable String encounterId,
            UnsavedChanges session) {
        this(serviceId, patient, asOf, userType, encounterId, session, Set.of(), Map.of());
    }

    /** A question about a chart in which nothing is being written. */
    public AssessmentRequest(
            String serviceId,
            PatientBundle patient,
            ZonedDateTime asOf,
            @Nullable String userType,
            @Nullable String encounterId) {
        this(serviceId, patient, asOf, userType, encounterId, UnsavedChanges.NONE);
    }

    /** The same question, leaving out these problems. */
    public AssessmentRequest without(Set<String> problems) {
        return new AssessmentRequest(serviceId, patient, asOf, userType, encounterId, session, problems, assessed);
    }

    /** The same question, knowing what a clinician has assessed. */
    public AssessmentRequest assessed(Map<String, List<String>> references) {
        return new AssessmentRequest(serviceId, patient, asOf, userType, encounterId, session, snoozed, references);
    }

    /** Says nothing of the patient, so that it may end up in a log. */
    @Override
    public String toString() {
        return "Assessment request to " + serviceId;
    }
}
