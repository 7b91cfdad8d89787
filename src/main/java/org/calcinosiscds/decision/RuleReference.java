package org.calcinosiscds.decision;

import java.util.List;
import org.calcinosiscds.decision.Recommendation.Source;

/**
 * The texts of a rule that are the same for every patient, for a page beside the card.
 *
 * @param id such as {@code CC-010}
 * @param fires when the rule fires
 * @param silent when it stays silent
 * @param options options for specialists, differential diagnosis, background
 * @param reasons why it matters and what to take care of
 * @param sources the first is the one that the rule rests on
 */
public record RuleReference(
        String id,
        String title,
        String fires,
        List<String> silent,
        List<String> options,
        List<String> reasons,
        List<Source> sources) {}
