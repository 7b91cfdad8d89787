package org.calcinosiscds.population.generate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.calcinosiscds.assess.PatientAssessments;

/** Codes of the value sets of the packaged content. */
final class Codes {
    /** Code systems of our own name words and answers, and stand in no record. */
    private static final String OWN = "https://calcinosis-cds.org/";

    private final Map<String, ArrayNode> bySelection = new HashMap<>();

    /**
     * The Codings of a value set.
     *
     * @param valueSet id
     * @param having what the displays contain; empty for all
     * @throws IllegalArgumentException when there is none
     */
    ArrayNode of(String valueSet, String having) {
        return bySelection.computeIfAbsent(valueSet + "|" + having, selection -> read(valueSet, having));
    }

    private static ArrayNode read(String valueSet, String having) {
        ArrayNode codings = JsonNodeFactory.instance.arrayNode();
        String file = "/fhir-resources/value-set/ValueSet-" + valueSet + ".json";
        try (InputStream content = PatientAssessments.class.getResourceAsStream(file)) {
            if (content == null) {
                throw new IllegalArgumentException("The content has no value set " + valueSet + ".");
            }
            for (JsonNode include : CaseRecord.JSON.readTree(content).at("/compose/include")) {
                for (JsonNode concept : include.path("concept")) {
                    if (!include.path("system").asText().startsWith(OWN)
                            && concept.path("display").asText().contains(having)) {
                        ObjectNode coding = codings.addObject();
                        coding.set("system", include.get("system"));
                        coding.set("code", concept.get("code"));
                        coding.set("display", concept.get("display"));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (codings.isEmpty()) {
            throw new IllegalArgumentException("No code of the value set " + valueSet + " has '" + having + "'.");
        }
        return codings;
    }
}
