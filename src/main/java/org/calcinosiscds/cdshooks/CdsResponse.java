package org.calcinosiscds.cdshooks;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.calcinosiscds.cdshooks.Card.Extension;
import org.jspecify.annotations.Nullable;

/**
 * The response to a hook request. The array of cards is written even when it is empty.
 *
 * @param extension why the rules are what they are; null when that was not asked for, or cannot be told
 */
record CdsResponse(
        List<Card> cards,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Explained extension) {
    CdsResponse(List<Card> cards) {
        this(cards, null);
    }

    CdsResponse with(@Nullable Explained explained) {
        return new CdsResponse(cards, explained);
    }

    /** Under the name of the vendor, as CDS Hooks asks for it. */
    record Explained(@JsonProperty(Extension.VENDOR) Explanations content) {}

    /**
     * @param rules by id
     * @param notExplained why there are none
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Explanations(
            List<HookExplanation> rules, @Nullable String notExplained) {}
}
