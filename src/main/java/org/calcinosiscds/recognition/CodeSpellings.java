package org.calcinosiscds.recognition;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.hl7.fhir.r4.model.CodeSystem.ConceptDefinitionComponent;
import org.hl7.fhir.r4.model.Coding;

/**
 * Codes as their classification spells them, which is how value sets have them: records also hold {@code N184} and {@code N18.4+}. The
 * patterns are the CodeSystem {@code code-spelling}.
 */
final class CodeSpellings {
    static final String SPELLINGS = "https://calcinosis-cds.org/fhir/CodeSystem/code-spelling";

    private record Spelling(Pattern pattern, String replacement) {}

    private final Map<String, List<Spelling>> bySystem = new HashMap<>();

    CodeSpellings(KnowledgeBase knowledge) {
        for (ConceptDefinitionComponent concept : MedicineNames.concepts(knowledge, SPELLINGS)) {
            Pattern pattern = ConceptProperties.pattern(SPELLINGS, concept, 0);
            bySystem.computeIfAbsent(ConceptProperties.text(concept, "system"), system -> new ArrayList<>())
                    .add(new Spelling(pattern, ConceptProperties.replacement(SPELLINGS, concept, pattern, "spelling")));
        }
    }

    /** The coding in the spelling of its classification; itself when it has that, or no pattern knows it. */
    Coding spelled(Coding coding) {
        if (coding.getSystem() != null && coding.getCode() != null) {
            for (Spelling spelling : bySystem.getOrDefault(coding.getSystem(), List.of())) {
                Matcher code = spelling.pattern().matcher(coding.getCode());
                if (code.matches()) {
                    String spelled = code.replaceAll(spelling.replacement());
                    return spelled.equals(coding.getCode())
                            ? coding
                            : coding.copy().setCode(spelled);
                }
            }
        }
        return coding;
    }
}
