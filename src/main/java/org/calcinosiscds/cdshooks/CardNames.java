package org.calcinosiscds.cdshooks;

import java.util.UUID;
import org.calcinosiscds.decision.Recommendation;
import org.calcinosiscds.feedback.CardIds;

/**
 * Makes the ids of the cards of one request. A client that repeats a request gets the same ids, so that feedback is not counted twice.
 *
 * @param issuer the client
 */
record CardNames(CardIds ids, String issuer, String service, String hookInstance, String patientId) {
    UUID card(Recommendation recommendation) {
        return ids.card(
                issuer,
                service,
                hookInstance,
                patientId,
                recommendation.problem(),
                recommendation.urgency().name(),
                recommendation.summary(),
                String.join(" ", recommendation.triggers()));
    }

    /** @param index of the suggestion on its card */
    String suggestion(UUID card, int index) {
        return ids.suggestion(card, index).toString();
    }

    /** Says nothing of the patient, so that it may end up in a log. */
    @Override
    public String toString() {
        return "CardNames of " + service;
    }
}
