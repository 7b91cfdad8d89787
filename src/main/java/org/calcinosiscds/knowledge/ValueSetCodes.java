package org.calcinosiscds.knowledge;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ValueSet;
import org.hl7.fhir.r4.model.ValueSet.ValueSetExpansionContainsComponent;

/**
 * The codes of one value set, matched on system and code together.
 *
 * @param url canonical
 * @param title what CQL calls it, such as {@code Chronic Kidney Disease G5}; its name or canonical when it has no title
 * @param bySystem code system URI to code to what the value set calls it
 */
public record ValueSetCodes(String url, String title, Map<String, Map<String, String>> bySystem) {
    static ValueSetCodes of(ValueSet valueSet, List<Coding> codings) {
        Map<String, Map<String, String>> bySystem = new HashMap<>();
        for (Coding coding : codings) {
            bySystem.computeIfAbsent(coding.getSystem(), system -> new HashMap<>())
                    .put(coding.getCode(), coding.getDisplay() != null ? coding.getDisplay() : coding.getCode());
        }
        String name = valueSet.getName() != null ? valueSet.getName() : valueSet.getUrl();
        return new ValueSetCodes(
                valueSet.getUrl(), valueSet.getTitle() != null ? valueSet.getTitle() : name, Map.copyOf(bySystem));
    }

    /** A code as an expansion holds it. */
    public static ValueSetExpansionContainsComponent contains(Coding code) {
        return new ValueSetExpansionContainsComponent()
                .setSystem(code.getSystem())
                .setVersion(code.getVersion())
                .setCode(code.getCode())
                .setDisplay(code.getDisplay());
    }

    public boolean contains(String system, String code) {
        Map<String, String> codes = bySystem.get(system);
        return codes != null && codes.containsKey(code);
    }

    public int size() {
        return bySystem.values().stream().mapToInt(Map::size).sum();
    }
}
