package org.calcinosiscds.assess;

import java.util.List;
import java.util.Optional;
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.hl7.fhir.r4.model.CodeSystem.ConceptDefinitionComponent;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;

/** Concepts of our own CodeSystems, with the displays that the content gives them. */
public class LocalCodeSystems {
    /** Canonical of a CodeSystem, before its id. */
    static final String BASE = "https://calcinosis-cds.org/fhir/CodeSystem/";

    private final KnowledgeBase knowledge;

    public LocalCodeSystems(KnowledgeBase knowledge) {
        this.knowledge = knowledge;
    }

    /**
     * The Coding of one concept.
     *
     * @param codeSystem id of the CodeSystem, such as {@code rule}
     * @param name code, or display, as cards have it
     */
    Coding coding(String codeSystem, String name) {
        Coding coding = new Coding().setSystem(BASE + codeSystem);
        return concept(codeSystem, name)
                .map(concept -> coding.setCode(concept.getCode()).setDisplay(concept.getDisplay()))
                .orElseGet(() -> coding.setCode(name));
    }

    CodeableConcept concept(String codeSystem, List<String> names) {
        CodeableConcept concept = new CodeableConcept();
        names.forEach(name -> concept.addCoding(coding(codeSystem, name)));
        return concept;
    }

    private Optional<ConceptDefinitionComponent> concept(String codeSystem, String name) {
        return Optional.ofNullable(knowledge.codeSystems().get(BASE + codeSystem)).stream()
                .flatMap(found -> found.getConcept().stream())
                .filter(concept -> name.equals(concept.getCode()) || name.equals(concept.getDisplay()))
                .findFirst();
    }
}
