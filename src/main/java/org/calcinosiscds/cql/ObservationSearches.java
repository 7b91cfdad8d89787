package org.calcinosiscds.cql;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Searches for the Observations of a patient by category: all of them at once, or in parts that a server answers side by side.
 *
 * <p>Not by code, because nothing may be missed: some thousand codes of findings stand in values, which few servers can search, and the
 * codes of results do not fit into one URL.
 *
 * <p>Source: US Core 9.0.0. Servers must answer {@code patient} with {@code category}, also with {@code date}; each Observation has a
 * category. FHIR R4, profile vitalsigns: each vital sign has a date. Other Observations may have none, and a search by date would miss
 * them.
 */
final class ObservationSearches {
    static final String VITAL_SIGNS = "vital-signs";

    private static final String CATEGORIES =
            "http://terminology.hl7.org/CodeSystem/observation-category" + PrefetchTemplates.BAR;

    private static final List<String> LABORATORY = List.of("laboratory");

    /** All other categories of that code system. */
    private static final List<String> OF_FINDINGS =
            List.of("exam", "imaging", "procedure", "social-history", "survey", "therapy", "activity");

    private final String everything;

    /** @param everything the search without a category */
    ObservationSearches(String everything) {
        this.everything = everything;
    }

    /** All of them. */
    String all() {
        return of(Stream.of(LABORATORY, List.of(VITAL_SIGNS), OF_FINDINGS).flatMap(List::stream));
    }

    /**
     * The same in parts.
     *
     * @param recent parameter that leaves out vital signs that are too old to be looked at; empty when none is
     */
    List<String> inParts(String recent) {
        return List.of(of(LABORATORY.stream()), of(Stream.of(VITAL_SIGNS)) + recent, of(OF_FINDINGS.stream()));
    }

    private String of(Stream<String> categories) {
        return everything
                + categories.map(code -> CATEGORIES + code).collect(Collectors.joining(",", "&category=", ""))
                + PrefetchTemplates.PAGE;
    }
}
