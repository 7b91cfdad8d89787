package org.calcinosiscds.json;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import java.util.HashSet;
import java.util.Set;
import org.calcinosiscds.record.Fhir;
import org.junit.jupiter.api.Test;

class DecimalPositionsTests {
    private final Set<String> missed = new HashSet<>();
    private final Set<Object> visited = new HashSet<>();

    @Test
    void everyDecimalOfR4IsAPosition() {
        for (String type : Fhir.CONTEXT.getResourceTypes()) {
            visit(JsonLocation.ROOT.property("resource"), Fhir.CONTEXT.getResourceDefinition(type));
        }

        assertThat(missed).isEmpty();
    }

    private void visit(JsonLocation holder, BaseRuntimeElementCompositeDefinition<?> type) {
        for (BaseRuntimeChildDefinition child : type.getChildren()) {
            if (child.getElementName().equals("modifierExtension")) {
                continue;
            }
            for (String name : child.getValidChildNames()) {
                BaseRuntimeElementDefinition<?> definition = child.getChildByName(name);
                JsonLocation location = holder.property(name);
                if (definition != null
                        && definition.getName().equals("decimal")
                        && !DecimalPositions.include(location)) {
                    missed.add(holder.name() + "." + name);
                }
                if (definition instanceof BaseRuntimeElementCompositeDefinition<?> composite
                        && visited.add(name + composite.getName() + composite.getImplementingClass())) {
                    visit(location, composite);
                }
            }
        }
    }
}
