package org.calcinosiscds.authoring;

import java.util.List;
import java.util.Locale;
import org.calcinosiscds.knowledge.UnresolvedValueSetException;
import org.calcinosiscds.knowledge.ValueSetExpander;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.MetadataResource;
import org.hl7.fhir.r4.model.ValueSet;
import org.hl7.fhir.r4.model.ValueSet.ConceptReferenceComponent;
import org.hl7.fhir.r4.model.ValueSet.ConceptSetComponent;

/** Whether the codes of each value set can be told and what it excludes is in it. */
final class ValueSetCheck {
    private ValueSetCheck() {}

    static void run(ContentResources resources, List<Finding> findings) {
        ValueSetExpander expander =
                new ValueSetExpander(resources.of(MetadataResource.class).values());
        resources.of(ValueSet.class).forEach((file, valueSet) -> {
            try {
                expander.codings(valueSet);
                requireCodes(file, valueSet, resources.text(file), findings);
                if (expander.isExpansion(valueSet)) {
                    checkExpansion(file, valueSet, resources.text(file), findings);
                } else {
                    checkExclusions(file, valueSet, expander.included(valueSet), resources.text(file), findings);
                }
            } catch (UnresolvedValueSetException e) {
                // What another value set has wrong is reported there.
                if (e.valueSet().equals(valueSet.getIdPart())) {
                    findings.add(Finding.error(
                            file, resources.text(file).at(e.element()), "CDS022", e.element() + ": " + e.problem()));
                }
            }
        });
    }

    /** Some are meant to be empty until a site supplies codes. */
    private static void requireCodes(String file, ValueSet valueSet, JsonText text, List<Finding> findings) {
        boolean isMeant = String.valueOf(valueSet.getDescription())
                .toLowerCase(Locale.ROOT)
                .matches("(?s).*\\bempty\\b.*");
        if (!valueSet.hasCompose() && !valueSet.hasExpansion() && !isMeant) {
            findings.add(
                    Finding.warning(
                            file,
                            text.at("url"),
                            "CDS029",
                            "The value set has neither compose nor expansion, and its description does not say that it is empty."));
        }
    }

    private static void checkExpansion(String file, ValueSet valueSet, JsonText text, List<Finding> findings) {
        if (valueSet.hasCompose() && PinnedExpansion.isOutOfDate(valueSet)) {
            findings.add(Finding.error(
                    file,
                    text.at("expansion"),
                    "CDS023",
                    "compose was changed after this expansion was made; cds expand makes it anew."));
        }
    }

    private static void checkExclusions(
            String file, ValueSet valueSet, List<Coding> included, JsonText text, List<Finding> findings) {
        List<ConceptSetComponent> excludes = valueSet.getCompose().getExclude();
        for (int i = 0; i < excludes.size(); i++) {
            String system = excludes.get(i).getSystem();
            List<ConceptReferenceComponent> concepts = excludes.get(i).getConcept();
            for (int j = 0; j < concepts.size(); j++) {
                String code = concepts.get(j).getCode();
                if (included.stream()
                        .noneMatch(coding -> coding.getSystem().equals(system)
                                && coding.getCode().equals(code))) {
                    findings.add(Finding.error(
                            file,
                            text.at("compose.exclude[" + i + "].concept[" + j + "]"),
                            "CDS021",
                            "compose.exclude names " + code + ", which no include holds."));
                }
            }
        }
    }
}
