package org.calcinosiscds.knowledge;

import java.util.HashMap;
import java.util.Map;
import org.hl7.fhir.r4.model.ValueSet;

/**
 * The codes of one value set, matched on system and code together.
 *
 * @param url canonical
 * @param title what CQL calls it, such as {@code Chronic Kidney Disease G5}
 * @param bySystem code system URI to code to what the value set calls it
 */
public record ValueSetCodes(String url, String title, Map<String, Map<String, String>> bySystem) {

    /** @throws KnowledgeException when the set is not spelled out code by code */
    static ValueSetCodes of(ValueSet valueSet) {
        Map<String, Map<String, String>> bySystem = new HashMap<>();
        for (ValueSet.ConceptSetComponent include : valueSet.getCompose().getInclude()) {
            if (include.hasFilter() || include.hasValueSet() || !include.hasConcept()) {
                throw new KnowledgeException("ValueSet/" + valueSet.getIdPart()
                        + " compose.include: codes must be spelled out, filters and imports are not resolved.");
            }
            Map<String, String> codes = bySystem.computeIfAbsent(include.getSystem(), system -> new HashMap<>());
            include.getConcept()
                    .forEach(concept -> codes.put(
                            concept.getCode(), concept.hasDisplay() ? concept.getDisplay() : concept.getCode()));
        }
        return new ValueSetCodes(valueSet.getUrl(), valueSet.getTitle(), Map.copyOf(bySystem));
    }

    public boolean contains(String system, String code) {
        Map<String, String> codes = bySystem.get(system);
        return codes != null && codes.containsKey(code);
    }

    public int size() {
        return bySystem.values().stream().mapToInt(Map::size).sum();
    }
}
