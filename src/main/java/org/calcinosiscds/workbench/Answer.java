package org.calcinosiscds.workbench;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.calcinosiscds.decision.CalciumPhosphateProduct;
import org.calcinosiscds.decision.ProductLimit;
import org.calcinosiscds.decision.ProductReport;
import org.calcinosiscds.decision.ReadResult;
import org.calcinosiscds.decision.ResultLimit;
import org.calcinosiscds.decision.RuleExplanation;
import org.calcinosiscds.decision.RuleReason;
import org.calcinosiscds.decision.RuleReference;
import org.jspecify.annotations.Nullable;

/**
 * What is said about a patient, and why.
 *
 * @param content the text that answered
 * @param response of the hook, an object with its {@code cards}
 * @param product of calcium and phosphate, whether or not a card speaks of it; null from services that do not report it
 * @param limits above which the product is of a tier, lowest first; empty where the content does not tell them
 * @param resultLimits of calcium and phosphate at the age of the patient; empty where the content does not tell them
 * @param results what was read of calcium and phosphate, and why a result is not used
 * @param fired the rules that are true, by id
 * @param near the rules that are not true and miss one condition, those first for which most speaks
 */
record Answer(
        ContentView content,
        @JsonRawValue String response,
        @Nullable CalciumPhosphateProduct product,
        List<ProductLimit> limits,
        List<ResultLimit> resultLimits,
        List<ReadResult> results,
        List<Reason> fired,
        List<Reason> near) {
    /**
     * Why a rule is true or not.
     *
     * @param title of the rule
     * @param fires in words, when it is true
     * @param explanation conditions that decide it
     * @param missing conditions that would make it true; empty when it is true
     */
    record Reason(String rule, String title, String fires, RuleExplanation explanation, List<RuleExplanation> missing) {
        static Reason of(RuleReason reason, Map<String, RuleReference> texts) {
            RuleReference text = texts.get(reason.rule());
            return new Reason(
                    reason.rule(),
                    text == null ? reason.rule() : text.title(),
                    text == null ? "" : text.fires(),
                    reason.explanation(),
                    reason.missing());
        }
    }

    /** @param reasons of all rules of the service, by id */
    static Answer of(
            ContentView content,
            String response,
            @Nullable ProductReport report,
            List<RuleReason> reasons,
            Map<String, RuleReference> texts) {
        return new Answer(
                content,
                response,
                report == null ? null : report.product(),
                report == null ? List.of() : report.limits(),
                report == null ? List.of() : report.resultLimits(),
                report == null ? List.of() : report.results(),
                reasons.stream()
                        .filter(reason -> reason.missing().isEmpty())
                        .map(reason -> Reason.of(reason, texts))
                        .toList(),
                reasons.stream()
                        .filter(RuleReason::isNear)
                        .sorted(Comparator.comparingInt(RuleReason::met)
                                .reversed()
                                .thenComparing(RuleReason::rule))
                        .map(reason -> Reason.of(reason, texts))
                        .toList());
    }

    /** Says nothing of the patient, so that it may end up in a log. */
    @Override
    public String toString() {
        return "Answer";
    }
}
