package org.calcinosiscds.record;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.hl7.fhir.r4.model.BackboneElement;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Reference;

/** Finds the references of resources. Of each class only the elements that may hold one are read: HAPI makes objects to list them all. */
final class ReferenceElements {
    private static final Map<Class<?>, List<Name>> NAMES = new ConcurrentHashMap<>();

    /** Name of an element, without {@code [x]}, and its hash as HAPI's {@code getProperty} wants it. */
    private record Name(String text, int hash) {}

    private ReferenceElements() {}

    /** Visits the references of a resource and of its backbone elements, in the order of the elements. */
    static void visit(Base element, Consumer<Reference> visitor) {
        for (Name name : names(element)) {
            for (Base value : element.getProperty(name.hash(), name.text(), false)) {
                if (value instanceof BackboneElement) {
                    visit(value, visitor);
                } else if (value instanceof Reference reference) {
                    visitor.accept(reference);
                }
            }
        }
    }

    /** Names of the elements that may hold a reference or a backbone element. */
    static List<String> of(Base element) {
        return names(element).stream().map(Name::text).toList();
    }

    private static List<Name> names(Base element) {
        return NAMES.computeIfAbsent(
                element.getClass(),
                type -> element.children().stream()
                        .filter(ReferenceElements::mayRefer)
                        .map(property -> property.getName().replace("[x]", ""))
                        .map(name -> new Name(name, name.hashCode()))
                        .toList());
    }

    /** HAPI writes no type for a backbone element, and {@code @} with an address for one that is defined elsewhere. */
    private static boolean mayRefer(Property property) {
        String type = property.getTypeCode();
        return type.isEmpty() || type.equals("*") || type.startsWith("@") || type.contains("Reference");
    }
}
