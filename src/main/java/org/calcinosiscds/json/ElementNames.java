package org.calcinosiscds.json;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.FhirContext;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The property names of the resources that decision support usually reads.
 *
 * <p>A message shows a property name only when it is one of these: an unknown name comes from outside and may be patient data.
 */
public final class ElementNames {
    private static final List<String> RESOURCE_TYPES = List.of(
            "Bundle",
            "Parameters",
            "Patient",
            "Observation",
            "Condition",
            "MedicationRequest",
            "MedicationStatement",
            "Procedure",
            "Encounter",
            "ServiceRequest",
            "DiagnosticReport",
            "DocumentReference",
            "AllergyIntolerance",
            "OperationOutcome");

    private final Set<String> names = new HashSet<>(Set.of("resourceType", "modifierExtension"));
    private final Set<BaseRuntimeElementCompositeDefinition<?>> visited = new HashSet<>();

    private ElementNames() {}

    public static Set<String> of(FhirContext context) {
        ElementNames elementNames = new ElementNames();
        RESOURCE_TYPES.forEach(type -> elementNames.add(context.getResourceDefinition(type)));
        return Set.copyOf(elementNames.names);
    }

    private void add(BaseRuntimeElementCompositeDefinition<?> type) {
        if (!visited.add(type)) {
            return;
        }
        for (BaseRuntimeChildDefinition child : type.getChildren()) {
            if (child.getElementName().equals("modifierExtension")) {
                continue; // HAPI lists names for it that it cannot resolve.
            }
            for (String name : child.getValidChildNames()) {
                names.add(name);
                if (child.getChildByName(name) instanceof BaseRuntimeElementCompositeDefinition<?> childType) {
                    add(childType);
                }
            }
        }
    }
}
