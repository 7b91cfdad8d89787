package org.calcinosiscds.record;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeResourceBlockDefinition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReferenceElementsTests {
    private static final FhirContext FHIR = FhirContext.forR4Cached();

    static Set<String> everyType() {
        return FHIR.getResourceTypes();
    }

    @ParameterizedTest
    @MethodSource("everyType")
    void everyElementThatHoldsReferencesIsVisited(String type) throws ReflectiveOperationException {
        require(FHIR.getResourceDefinition(type), new HashSet<>());
    }

    @Test
    void referencesOfBackboneElementsAreVisited() {
        Encounter encounter = new Encounter();
        encounter.setSubject(new Reference("Patient/1"));
        encounter.addParticipant().setIndividual(new Reference("Practitioner/2"));
        encounter.getHospitalization().setOrigin(new Reference("Location/3"));
        List<String> found = new ArrayList<>();
        ReferenceElements.visit(encounter, reference -> found.add(reference.getReference()));
        assertThat(found).containsExactly("Patient/1", "Practitioner/2", "Location/3");
    }

    /** Compares with the definitions of HAPI, and reads each element once: an unknown name is null there. */
    private static void require(BaseRuntimeElementCompositeDefinition<?> definition, Set<Object> seen)
            throws ReflectiveOperationException {
        if (!seen.add(definition)) {
            return;
        }
        Base empty = (Base)
                definition.getImplementingClass().getDeclaredConstructor().newInstance();
        List<String> visited = ReferenceElements.of(empty);
        ReferenceElements.visit(empty, reference -> {});
        for (BaseRuntimeChildDefinition child : definition.getChildren()) {
            for (String name : child.getValidChildNames()) {
                var element = child.getElementName().equals("modifierExtension") ? null : child.getChildByName(name);
                if (element instanceof RuntimeResourceBlockDefinition block) {
                    assertThat(visited).contains(child.getElementName());
                    require(block, seen);
                } else if (element != null && Reference.class.equals(element.getImplementingClass())) {
                    assertThat(visited).contains(child.getElementName().replace("[x]", ""));
                }
            }
        }
    }
}
