package org.calcinosiscds.cql;

import java.util.List;
import org.hl7.fhir.r4.model.DataRequirement;
import org.hl7.fhir.r4.model.PlanDefinition;

/**
 * How far back the logic of a plan looks, as its extension {@code look-back} says.
 *
 * @param type resource type
 * @param category code of the category that this is about; empty for every resource of the type
 * @param days before today
 */
record LookBack(String type, String category, int days) {
    static List<LookBack> of(PlanDefinition plan) {
        return plan.getExtensionsByUrl(PlanDefinitionLogic.EXTENSIONS + "look-back").stream()
                .map(extension -> of((DataRequirement) extension.getValue()))
                .toList();
    }

    private static LookBack of(DataRequirement requirement) {
        return new LookBack(
                requirement.getType(),
                requirement.getCodeFilter().stream()
                        .filter(filter -> filter.getPath().equals("category"))
                        .map(filter -> filter.getCodeFirstRep().getCode())
                        .findFirst()
                        .orElse(""),
                requirement
                        .getDateFilterFirstRep()
                        .getValueDuration()
                        .getValue()
                        .intValueExact());
    }

    /** As a parameter of a search, for clients of CDS Hooks 3.0. */
    String parameter(String name) {
        return "&%s=ge{{today() - %d days}}".formatted(name, days);
    }
}
