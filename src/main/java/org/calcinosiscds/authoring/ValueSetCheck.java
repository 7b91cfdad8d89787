package org.calcinosiscds.authoring;

import java.util.List;
import org.calcinosiscds.knowledge.KnowledgeException;
import org.calcinosiscds.knowledge.ValueSetCodes;
import org.hl7.fhir.r4.model.ValueSet;
import org.hl7.fhir.r4.model.ValueSet.ConceptReferenceComponent;
import org.hl7.fhir.r4.model.ValueSet.ConceptSetComponent;

/** Whether the codes of each value set are spelled out and what it excludes is in it. */
final class ValueSetCheck {
    private ValueSetCheck() {}

    static void run(ContentResources resources, List<Finding> findings) {
        resources.of(ValueSet.class).forEach((file, valueSet) -> check(file, valueSet, resources.text(file), findings));
    }

    private static void check(String file, ValueSet valueSet, JsonText text, List<Finding> findings) {
        try {
            ValueSetCodes.codings(valueSet);
        } catch (KnowledgeException e) {
            String message = String.valueOf(e.getMessage())
                    .replaceFirst("(?s)^.*ValueSet/\\S+ ", "")
                    .trim();
            SourcePosition position =
                    text.at(message.startsWith("compose.exclude") ? "compose.exclude" : "compose.include");
            findings.add(Finding.error(file, position, "CDS022", message));
            return;
        }
        List<ConceptSetComponent> excludes = valueSet.getCompose().getExclude();
        for (int i = 0; i < excludes.size(); i++) {
            List<ConceptReferenceComponent> concepts = excludes.get(i).getConcept();
            for (int j = 0; j < concepts.size(); j++) {
                if (!isIncluded(
                        valueSet, excludes.get(i).getSystem(), concepts.get(j).getCode())) {
                    findings.add(Finding.error(
                            file,
                            text.at("compose.exclude[" + i + "].concept[" + j + "]"),
                            "CDS021",
                            "compose.exclude names " + concepts.get(j).getCode() + ", which no include holds."));
                }
            }
        }
    }

    private static boolean isIncluded(ValueSet valueSet, String system, String code) {
        return valueSet.getCompose().getInclude().stream()
                .filter(include -> system.equals(include.getSystem()))
                .flatMap(include -> include.getConcept().stream())
                .anyMatch(concept -> concept.getCode().equals(code));
    }
}
