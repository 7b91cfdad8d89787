package org.calcinosiscds.assess;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.hl7.fhir.r4.model.CodeSystem.ConceptDefinitionComponent;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;

/** Concepts of our own CodeSystems, with the displays that the content gives them. */
public class LocalCodeSystems {
    /** Canonical of a CodeSystem, before its id. */
    static final String BASE = "https://calcinosis-cds.org/fhir/CodeSystem/";

    /** By canonical, then by code and by display. */
    private final Map<String, Map<String, ConceptDefinitionComponent>> concepts = new HashMap<>();

    public LocalCodeSystems(KnowledgeBase knowledge) {
        knowledge.codeSystems().forEach((url, codeSystem) -> {
            Map<String, ConceptDefinitionComponent> byName = new HashMap<>();
            for (ConceptDefinitionComponent concept : codeSystem.getConcept()) {
                byName.putIfAbsent(concept.getCode(), concept);
                byName.putIfAbsent(concept.getDisplay(), concept);
            }
            concepts.put(url, byName);
        });
    }

    /**
     * The Coding of one concept.
     *
     * @param codeSystem id of the CodeSystem, such as {@code rule}
     * @param name code, or display, as cards have it
     */
    Coding coding(String codeSystem, String name) {
        Coding coding = new Coding().setSystem(BASE + codeSystem);
        ConceptDefinitionComponent concept =
                concepts.getOrDefault(BASE + codeSystem, Map.of()).get(name);
        return concept == null
                ? coding.setCode(name)
                : coding.setCode(concept.getCode()).setDisplay(concept.getDisplay());
    }

    CodeableConcept concept(String codeSystem, List<String> names) {
        CodeableConcept concept = new CodeableConcept();
        names.forEach(name -> concept.addCoding(coding(codeSystem, name)));
        return concept;
    }
}
