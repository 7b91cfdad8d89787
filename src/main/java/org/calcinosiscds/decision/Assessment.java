package org.calcinosiscds.decision;

import java.time.ZonedDateTime;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the knowledge base says about one patient.
 *
 * @param recommendations in the order in which they are shown; empty means "evaluated, nothing to say"
 * @param rules ids of every rule that is true, also of those whose card is not shown; ascending
 * @param productReport the calcium-phosphate product; null when it was not requested, and from services that do not report it
 * @param knowledgeVersion version of the knowledge base that answered
 * @param asOf the moment the rules treated as now
 */
public record Assessment(
        List<Recommendation> recommendations,
        List<String> rules,
        @Nullable ProductReport productReport,
        String knowledgeVersion,
        ZonedDateTime asOf) {

    /** The same without rules that were not judged. */
    public Assessment withoutRules(Set<String> unjudged) {
        List<String> judged =
                rules.stream().filter(rule -> !unjudged.contains(rule)).toList();
        return new Assessment(recommendations, judged, productReport, knowledgeVersion, asOf);
    }

    /** The product of the report; null without a report. */
    public @Nullable CalciumPhosphateProduct product() {
        return productReport == null ? null : productReport.product();
    }
}
