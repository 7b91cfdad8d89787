package org.calcinosiscds.fhir;

import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Resource;

/**
 * Elements that change what the rest of a resource means, such as "this did not happen". Source: FHIR R4, Extensibility 2.4.0.1: who does
 * not understand one may not process the resource. This service knows none.
 */
final class Modifiers {
    private static final String EXTENSION = "modifierExtension";

    private Modifiers() {}

    /** @param value what the resource was read from */
    static boolean areIn(Resource resource, JsonValue value) {
        return resource.hasImplicitRules() || (value.mayMention(EXTENSION) && isIn(resource));
    }

    private static boolean isIn(Base element) {
        for (Property property : element.children()) {
            for (Base child : property.getValues()) {
                if (property.getName().equals(EXTENSION) || isIn(child)) {
                    return true;
                }
            }
        }
        return false;
    }
}
