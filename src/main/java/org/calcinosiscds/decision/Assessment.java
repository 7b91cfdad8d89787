package org.calcinosiscds.decision;

import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;

/**
 * What the knowledge base says about one patient.
 *
 * @param recommendations in the order in which they are shown; empty means "evaluated, nothing to say"
 * @param rules ids of every rule that is true, also of those whose card is not shown; ascending
 * @param product the calcium-phosphate product as a JSON-like tree, or why there is none; empty when it was not asked for
 * @param knowledgeVersion version of the knowledge base that answered
 * @param asOf the moment the rules treated as now
 */
public record Assessment(
        List<Recommendation> recommendations,
        List<String> rules,
        Map<String, Object> product,
        String knowledgeVersion,
        ZonedDateTime asOf) {}
