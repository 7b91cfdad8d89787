package org.calcinosiscds.population.generate;

import com.fasterxml.jackson.databind.JsonNode;

/** How an export says in its manifest that nobody of its patients exists. */
public final class SyntheticMark {
    /** Of the element that is ours among those that Bulk Data manifests leave to everybody. */
    static final String URL = "https://calcinosis-cds.org/fhir/synthetic-population";

    private SyntheticMark() {}

    /** Whether a manifest has it. */
    public static boolean isIn(JsonNode manifest) {
        return manifest.path("extension").has(URL);
    }
}
