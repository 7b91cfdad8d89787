package org.calcinosiscds.cdshooks;

import org.calcinosiscds.decision.Assessment;
import org.calcinosiscds.decision.AssessmentRequest;
import org.calcinosiscds.feedback.CardIds;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The cards of an assessment for an author: those of the hook, word for word, but nothing is stored of them and nobody can answer them. */
@Component
public final class CardPreview {
    private static final String NOBODY = "";

    private final Cards cards;
    private final CardIds ids;
    private final JsonMapper json;

    CardPreview(Cards cards, CardIds ids, JsonMapper json) {
        this.cards = cards;
        this.ids = ids;
        this.json = json;
    }

    /** The response of the hook in JSON, an object with the element {@code cards}. */
    public String response(AssessmentRequest request, Assessment assessment) {
        CardNames names = new CardNames(
                ids,
                NOBODY,
                request.serviceId(),
                NOBODY,
                request.patient().patient().getIdPart());
        return json.writeValueAsString(new CdsResponse(cards.from(assessment, request.encounterId(), names).stream()
                .map(Cards.NamedCard::card)
                .toList()));
    }
}
