package org.calcinosiscds.fhir;

import org.calcinosiscds.json.JsonValue;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.UriType;

/**
 * Elements that change what the rest of a resource means, such as "this did not happen". Source: FHIR R4, Extensibility 2.4.0.1: who does
 * not understand one may not process the resource. This service knows none.
 */
final class Modifiers {
    private static final String EXTENSION = "modifierExtension";
    private static final String IMPLICIT_RULES = "http://hl7.org/fhir/StructureDefinition/Resource#implicitRules";

    private final DataRequirements requirements;

    Modifiers(DataRequirements requirements) {
        this.requirements = requirements;
    }

    /**
     * Whether a modifier changes the meaning of an element that rules read.
     *
     * @param value JSON of the resource
     */
    boolean areIn(Resource resource, JsonValue value) {
        return !resource.getImplicitRulesElement().isEmpty() || (value.mayMention(EXTENSION) && isIn(resource));
    }

    private boolean isIn(Base element) {
        for (Property property : element.children()) {
            String name = property.getName().replace("[x]", "");
            for (Base child : property.getValues()) {
                if (name.equals(EXTENSION) || (isRead(element, name) && isIn(child))) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean isRead(Base element, String name) {
        return name.equals("contained") || requirements.readsElement(element.fhirType(), name);
    }

    /**
     * Takes the values out of a result that is not to be used and leaves when it was taken, of what, and that it is modified: a result
     * that cannot be used is not the same as none.
     */
    static void takeValues(Observation result) {
        result.setValue(null);
        result.setDataAbsentReason(new CodeableConcept().setText("modified"));
        result.getComponent().forEach(component -> {
            component.setValue(null);
            component.setDataAbsentReason(new CodeableConcept().setText("modified"));
        });
        if (!result.hasModifierExtension()) {
            result.addModifierExtension(new Extension(IMPLICIT_RULES, new UriType(result.getImplicitRules())));
        }
    }
}
