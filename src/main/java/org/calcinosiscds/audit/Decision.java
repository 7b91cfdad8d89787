package org.calcinosiscds.audit;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A decision that was made, also when there was nothing to say.
 *
 * @param at time of the request
 * @param client name of the client; empty when the service is open
 * @param user reference such as {@code Practitioner/1}; null when the request names none
 * @param patientId logical id
 * @param encounterId logical id; null when there is none
 * @param service id of the PlanDefinition
 * @param call what the client calls it: {@code hookInstance}; empty when it has no name
 * @param rules ids of those that are true
 * @param cards how many were shown
 * @param knowledge version of the knowledge base
 */
public record Decision(
        Instant at,
        String client,
        @Nullable String user,
        String patientId,
        @Nullable String encounterId,
        String service,
        String call,
        List<String> rules,
        int cards,
        String knowledge) {

    /** Says nothing of the patient, so that it may end up in a log. */
    @Override
    public String toString() {
        return "Decision of " + service;
    }
}
