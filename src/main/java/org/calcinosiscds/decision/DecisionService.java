package org.calcinosiscds.decision;

import java.util.Map;

/**
 * One service of the knowledge base, as its PlanDefinition describes it.
 *
 * @param id the CDS Hooks service id, which is the id of the PlanDefinition
 * @param hook the CDS Hooks hook that fires it, such as {@code patient-view}
 * @param version version of the PlanDefinition
 * @param usageRequirements what a client must provide, in plain words
 * @param prefetch readable key to FHIR query template, derived from what the CQL retrieves; in reading order
 */
public record DecisionService(
        String id,
        String hook,
        String title,
        String description,
        String version,
        String usageRequirements,
        Map<String, PrefetchQuery> prefetch) {}
