package org.calcinosiscds.decision;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One service of the knowledge base, as its PlanDefinition describes it.
 *
 * @param id the CDS Hooks service id, which is the id of the PlanDefinition
 * @param hook the CDS Hooks hook that fires it, such as {@code patient-view}
 * @param hookVersion version of that hook's definition; empty when it is not said
 * @param version version of the PlanDefinition
 * @param usageRequirements what a client must provide, in plain words
 * @param prefetch readable key to FHIR query template, derived from what the CQL retrieves; in reading order
 * @param references resource types that are found by a reference from other resources, by the element that refers to them, such as
 *     {@code specimen} to {@code Specimen}
 * @param notEvaluated what to say when data is missing; null when there are no words for it
 */
public record DecisionService(
        String id,
        String hook,
        String hookVersion,
        String title,
        String description,
        String version,
        String usageRequirements,
        Map<String, PrefetchQuery> prefetch,
        Map<String, String> references,
        @Nullable NotEvaluated notEvaluated) {

    /** A service that follows no reference. */
    public DecisionService(
            String id,
            String hook,
            String hookVersion,
            String title,
            String description,
            String version,
            String usageRequirements,
            Map<String, PrefetchQuery> prefetch,
            @Nullable NotEvaluated notEvaluated) {
        this(id, hook, hookVersion, title, description, version, usageRequirements, prefetch, Map.of(), notEvaluated);
    }

    /**
     * Words for a clinician whose patient could not be judged.
     *
     * @param summary under 140 characters
     * @param detail GitHub-flavoured Markdown
     * @param partSummary the same where a part of the rules could be judged
     * @param partDetail the same; names of the problems that were not judged follow it
     * @param causes why data is missing, in words, by the code of the cause
     * @param types what is missing, in words, by resource type
     * @param problems what was not judged, in words, by the key of the problem
     */
    public record NotEvaluated(
            String summary,
            String detail,
            String partSummary,
            String partDetail,
            Map<String, String> causes,
            Map<String, String> types,
            Map<String, String> problems) {
        /** Words for a record of which nothing is judged. */
        public NotEvaluated(String summary, String detail, Map<String, String> causes, Map<String, String> types) {
            this(summary, detail, summary, detail, causes, types, Map.of());
        }

        /** Words that name neither what is missing nor why. */
        public NotEvaluated(String summary, String detail) {
            this(summary, detail, Map.of(), Map.of());
        }
    }
}
