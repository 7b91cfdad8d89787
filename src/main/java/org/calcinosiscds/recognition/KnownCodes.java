package org.calcinosiscds.recognition;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.calcinosiscds.knowledge.ValueSetsByCode;
import org.hl7.fhir.r4.model.CodeSystem.ConceptDefinitionComponent;
import org.hl7.fhir.r4.model.Coding;

/**
 * The codes that the knowledge base knows: those in its value sets, and those that are certain to be none of them, such as an ATC code
 * of another substance. The latter are patterns of codes in the CodeSystem {@code other-code}; it also has patterns of codes so wide that
 * the words beside them decide.
 */
final class KnownCodes {
    static final String OTHER = "https://calcinosis-cds.org/fhir/CodeSystem/other-code";

    private final ValueSetsByCode valueSets;
    private final Map<String, List<Pattern>> others = new HashMap<>();
    private final Map<String, List<Pattern>> wide = new HashMap<>();

    KnownCodes(KnowledgeBase knowledge) {
        valueSets = new ValueSetsByCode(knowledge.valueSets().values());
        for (ConceptDefinitionComponent concept : MedicineNames.concepts(knowledge, OTHER)) {
            (ConceptProperties.text(concept, "wide").equals("true") ? wide : others)
                    .computeIfAbsent(ConceptProperties.text(concept, "system"), system -> new ArrayList<>())
                    .add(ConceptProperties.pattern(OTHER, concept, 0));
        }
    }

    /** Canonicals of the value sets that hold the code; empty when none does. */
    Set<String> valueSets(String system, String code) {
        return valueSets.of(system, code);
    }

    /** A code with a wide meaning does not recognise an entry by itself, in any value set. */
    boolean isInValueSet(Coding coding) {
        return coding.getSystem() != null
                && coding.getCode() != null
                && !isWide(coding)
                && !valueSets(coding.getSystem(), coding.getCode()).isEmpty();
    }

    /** Whether the code is of a kind that is certain to be none that a rule reads. */
    boolean isOther(Coding coding) {
        return matches(others, coding);
    }

    /** Whether the code is one of many meanings, of which the words beside it tell one. */
    boolean isWide(Coding coding) {
        return matches(wide, coding);
    }

    /** Whether the code is of a system whose codes the knowledge base knows, so that it means what it says and not what words say. */
    boolean isOfKnownSystem(Coding coding) {
        return coding.getSystem() != null
                && coding.getCode() != null
                && (valueSets.hasSystem(coding.getSystem()) || others.containsKey(coding.getSystem()));
    }

    private static boolean matches(Map<String, List<Pattern>> patterns, Coding coding) {
        return coding.getSystem() != null
                && coding.getCode() != null
                && patterns.getOrDefault(coding.getSystem(), List.of()).stream()
                        .anyMatch(pattern -> pattern.matcher(coding.getCode()).matches());
    }
}
