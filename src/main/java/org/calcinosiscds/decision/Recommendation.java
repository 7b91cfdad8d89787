package org.calcinosiscds.decision;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One thing to tell the clinician: a card in CDS Hooks, a RequestGroup action in FHIR.
 *
 * @param summary plain text, 1 to 139 characters
 * @param detail GitHub-flavoured Markdown without HTML
 * @param background sentences that are too long for the detail: options for specialists, differential diagnosis
 * @param evidence why it is shown
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
        Evidence evidence,
        List<Suggestion> proposals) {
    /** Characters of a summary, which CDS Hooks limits to fewer than 140. */
    public static final int MAX_SUMMARY = 139;

    /** The same with other proposals. */
    public Recommendation with(List<Suggestion> others) {
        return new Recommendation(
                summary, detail, urgency, source, links, overrideReasons, background, evidence, others);
    }

    /** Key of the problem it is about. */
    public String problem() {
        return evidence.problem();
    }

    /** Ids of the rules on it. */
    public List<String> rules() {
        return evidence.rules();
    }

    /** References to what made its rules true. */
    public List<String> triggers() {
        return evidence.because().stream()
                .map(Evidence.Trigger::reference)
                .filter(Objects::nonNull)
                .toList();
    }

    /** Tier of the calcium-phosphate product; empty where it is not computed. */
    public String tier() {
        return evidence.product() == null ? "" : evidence.product().tier();
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
