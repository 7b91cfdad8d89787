package org.calcinosiscds.decision;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing to tell the clinician: a card in CDS Hooks, a RequestGroup action in FHIR.
 *
 * @param summary plain text, 1 to 139 characters
 * @param detail GitHub-flavoured Markdown without HTML
 * @param background sentences for which the detail has no room: options for specialists, differential diagnosis
 * @param evidence JSON-like tree (maps, lists, strings, {@link java.math.BigDecimal}, booleans) that says why; no nulls
 * @param overrideReasons reasons a clinician may give for not following it
 * @param proposals at most four
 */
public record Recommendation(
        String summary,
        String detail,
        Urgency urgency,
        Source source,
        List<Source> links,
        List<Code> overrideReasons,
        List<String> background,
        Map<String, Object> evidence,
        List<Suggestion> proposals) {

    /** Key of the problem it is about; empty when the evidence names none. */
    public String problem() {
        return evidence.get("problem") instanceof String problem ? problem : "";
    }

    /** Ids of the rules on it. */
    public List<String> rules() {
        return strings(evidence.get("rules"));
    }

    /** References of what made its rules true. */
    public List<String> triggers() {
        return evidence.get("because") instanceof List<?> because
                ? strings(because.stream()
                        .map(each -> each instanceof Map<?, ?> trigger ? String.valueOf(trigger.get("reference")) : "")
                        .toList())
                : List.of();
    }

    /** Tier of the calcium-phosphate product; empty when the evidence has none. */
    public String tier() {
        return evidence.get("product") instanceof Map<?, ?> product && product.get("tier") instanceof String tier
                ? tier
                : "";
    }

    private static List<String> strings(@Nullable Object list) {
        return list instanceof List<?> items
                ? items.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList()
                : List.of();
    }

    /** How soon the reader must act, in FHIR's words for it and in those of CDS Hooks. */
    public enum Urgency {
        INFO,
        WARNING,
        CRITICAL
    }

    /** A code with its display, as the knowledge base declares it. */
    public record Code(String system, String code, String display) {}

    /**
     * Where a statement comes from.
     *
     * @param url absolute; null when the source has no address
     */
    public record Source(String label, @Nullable String url) {}
}
