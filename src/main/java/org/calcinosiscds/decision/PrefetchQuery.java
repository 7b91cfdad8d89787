package org.calcinosiscds.decision;

/**
 * One prefetch template.
 *
 * @param template FHIR read or search relative to the FHIR base, with {@code {{context.patientId}}}; under 2,000
 *     characters
 * @param resourceType what it yields first, such as {@code Observation}
 */
public record PrefetchQuery(String template, String resourceType) {}
