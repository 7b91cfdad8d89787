package org.calcinosiscds.knowledge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ValueSet;
import org.hl7.fhir.r4.model.ValueSet.ConceptSetComponent;
import org.hl7.fhir.r4.model.ValueSet.ValueSetExpansionContainsComponent;

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
        for (Coding coding : codings(valueSet)) {
            bySystem.computeIfAbsent(coding.getSystem(), system -> new HashMap<>())
                    .put(coding.getCode(), coding.hasDisplay() ? coding.getDisplay() : coding.getCode());
        }
        return new ValueSetCodes(valueSet.getUrl(), valueSet.getTitle(), Map.copyOf(bySystem));
    }

    /** A code as an expansion holds it. */
    public static ValueSetExpansionContainsComponent contains(Coding code) {
        return new ValueSetExpansionContainsComponent()
                .setSystem(code.getSystem())
                .setVersion(code.getVersion())
                .setCode(code.getCode())
                .setDisplay(code.getDisplay());
    }

    /**
     * Codes in the order of the file: those that compose includes and does not exclude; those of the expansion where compose includes
     * nothing or does not spell it out.
     *
     * @throws KnowledgeException when neither spells the codes out, or an exclusion does not
     */
    public static List<Coding> codings(ValueSet valueSet) {
        List<ConceptSetComponent> includes = valueSet.getCompose().getInclude();
        boolean isSpelledOut = includes.stream().allMatch(ValueSetCodes::isSpelledOut);
        List<Coding> codings = new ArrayList<>();
        if (valueSet.hasExpansion() && (includes.isEmpty() || !isSpelledOut)) {
            addAll(valueSet.getExpansion().getContains(), codings);
            return codings;
        }
        if (!isSpelledOut) {
            throw new KnowledgeException("ValueSet/" + valueSet.getIdPart()
                    + " compose.include: codes must be spelled out, filters and imports are not resolved.");
        }
        includes.forEach(include -> include.getConcept()
                .forEach(concept -> codings.add(new Coding(include.getSystem(), concept.getCode(), concept.getDisplay())
                        .setVersion(include.getVersion()))));
        for (ConceptSetComponent exclude : valueSet.getCompose().getExclude()) {
            if (!exclude.hasSystem() || exclude.hasFilter() || exclude.hasValueSet()) {
                throw new KnowledgeException(
                        "ValueSet/" + valueSet.getIdPart()
                                + " compose.exclude: system and codes must be spelled out, filters and imports are not resolved.");
            }
            codings.removeIf(coding -> isExcluded(coding, exclude));
        }
        return codings;
    }

    /** Whether codes are named one by one. */
    static boolean isSpelledOut(ConceptSetComponent set) {
        return set.hasConcept() && !set.hasFilter() && !set.hasValueSet();
    }

    /** An exclusion without codes is one of the whole code system. */
    private static boolean isExcluded(Coding coding, ConceptSetComponent exclude) {
        return exclude.getSystem().equals(coding.getSystem())
                && (!exclude.hasConcept()
                        || exclude.getConcept().stream()
                                .anyMatch(concept -> coding.getCode().equals(concept.getCode())));
    }

    private static void addAll(List<ValueSetExpansionContainsComponent> contains, List<Coding> codings) {
        for (ValueSetExpansionContainsComponent each : contains) {
            if (each.hasCode() && !each.getAbstract()) {
                codings.add(
                        new Coding(each.getSystem(), each.getCode(), each.getDisplay()).setVersion(each.getVersion()));
            }
            addAll(each.getContains(), codings);
        }
    }

    public boolean contains(String system, String code) {
        Map<String, String> codes = bySystem.get(system);
        return codes != null && codes.containsKey(code);
    }

    public int size() {
        return bySystem.values().stream().mapToInt(Map::size).sum();
    }
}
