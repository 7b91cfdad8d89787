package org.calcinosiscds.decision;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a clinician has answered to earlier cards about a patient.
 *
 * @param snoozed keys of problems whose cards are not to be shown; their rules are true all the same
 * @param assessed references to the findings that a clinician has assessed, by the CQL parameter that takes them
 */
public record AnsweredCards(Set<String> snoozed, Map<String, List<String>> assessed) {
    public static final AnsweredCards NONE = new AnsweredCards(Set.of(), Map.of());

    /** The same, with more problems whose cards are not to be shown. */
    public AnsweredCards with(Set<String> problems) {
        Set<String> all = new HashSet<>(snoozed);
        all.addAll(problems);
        return new AnsweredCards(Set.copyOf(all), assessed);
    }

    /** Says nothing of the patient, so that it may end up in a log. */
    @Override
    public String toString() {
        return "AnsweredCards: " + snoozed.size() + " snoozed";
    }
}
