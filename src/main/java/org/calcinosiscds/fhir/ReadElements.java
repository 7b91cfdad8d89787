package org.calcinosiscds.fhir;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeResourceBlockDefinition;
import ca.uhn.fhir.parser.DataFormatException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.calcinosiscds.json.JsonTree;
import org.calcinosiscds.json.JsonValue;
import org.jspecify.annotations.Nullable;

/** Removes elements that no rule reads from the JSON of a resource. Elements that FHIR R4 does not have are left in. */
final class ReadElements {
    /** Elements that identify the resource, its version and its patient. */
    private static final Set<String> IDENTITY = Set.of(
            "resourceType", "id", "meta", "implicitRules", "modifierExtension", "contained", "participant", "actor");

    /** Types of values in which a retrieve looks for codes. */
    private static final Set<String> CODED = Set.of("CodeableConcept", "Coding");

    private static final Set<String> OF_META = Set.of("versionId", "lastUpdated");

    private final FhirContext context;
    private final DataRequirements requirements;

    ReadElements(FhirContext context, DataRequirements requirements) {
        this.context = context;
        this.requirements = requirements;
    }

    /**
     * The resource with nothing but the elements that are read.
     *
     * @throws DataFormatException when R4 has no such type
     */
    byte[] of(JsonValue resource) {
        return JsonTree.bytes(resource(JsonTree.object(resource.bytes())));
    }

    /** The resource with nothing but type, id and the elements that may name its patient. */
    static byte[] identityOf(JsonValue resource) {
        Map<String, @Nullable Object> identity = new LinkedHashMap<>(JsonTree.object(resource.bytes()));
        identity.entrySet()
                .removeIf(property -> !property.getKey().equals("resourceType")
                        && !(property.getKey().equals("id") && isId(property.getValue()))
                        && !PatientLinks.PATIENT_ELEMENTS.contains(property.getKey()));
        return JsonTree.bytes(identity);
    }

    private static boolean isId(@Nullable Object value) {
        return value instanceof String text && LiteralReference.ID.matcher(text).matches();
    }

    /** The resource with nothing but the elements by whose codes it may be looked for. */
    byte[] codesOf(JsonValue resource, Set<String> codeElements) {
        Map<String, @Nullable Object> tree = JsonTree.object(resource.bytes());
        String type = String.valueOf(tree.get("resourceType"));
        Map<String, @Nullable Object> codes = codes(tree, context.getResourceDefinition(type), codeElements);
        codes.put("resourceType", type);
        return JsonTree.bytes(resource(codes));
    }

    private static Map<String, @Nullable Object> codes(
            Map<?, ?> element, BaseRuntimeElementCompositeDefinition<?> definition, Set<String> codeElements) {
        Map<String, @Nullable Object> codes = new LinkedHashMap<>();
        element.forEach((key, value) -> {
            String name = String.valueOf(key);
            BaseRuntimeChildDefinition child = definition.getChildByName(name);
            if (child == null) {
                if (codeElements.contains(name)) {
                    codes.put(name, value); // Not an element of R4: the parser reports it.
                }
                return;
            }
            BaseRuntimeElementDefinition<?> type = child.getChildByName(name);
            if (name.equals("component")
                    && value instanceof List<?> components
                    && type instanceof BaseRuntimeElementCompositeDefinition<?> component) {
                codes.put(
                        name,
                        components.stream()
                                .map(each -> each instanceof Map<?, ?> one ? codes(one, component, codeElements) : each)
                                .toList());
            } else if (codeElements.contains(elementName(child)) && CODED.contains(type.getName())) {
                codes.put(name, value);
            }
        });
        return codes;
    }

    /** The name of a choice element is the same whichever type its value has. */
    private static String elementName(BaseRuntimeChildDefinition child) {
        return child.getElementName().replace("[x]", "");
    }

    private Map<String, @Nullable Object> resource(Map<String, @Nullable Object> resource) {
        String type = String.valueOf(resource.get("resourceType"));
        return element(resource, context.getResourceDefinition(type), type);
    }

    /** @param type name of the element's type, such as {@code Observation.referenceRange} */
    private Map<String, @Nullable Object> element(
            Map<?, ?> element, BaseRuntimeElementCompositeDefinition<?> definition, String type) {
        Map<String, @Nullable Object> kept = new LinkedHashMap<>();
        element.forEach((key, value) -> {
            String property = String.valueOf(key);
            String name = property.replaceFirst("^_", "");
            BaseRuntimeChildDefinition child = name.equals("resourceType") ? null : definition.getChildByName(name);
            if (child == null) {
                kept.put(property, value);
            } else if (isKept(type, child)) {
                kept.put(property, property.equals(name) ? value(value, child, name, type) : value);
            }
        });
        return kept;
    }

    private boolean isKept(String type, BaseRuntimeChildDefinition child) {
        String name = elementName(child);
        if (type.equals("Meta")) {
            return OF_META.contains(name);
        }
        return IDENTITY.contains(name)
                || PatientLinks.PATIENT_ELEMENTS.contains(name)
                || requirements.readsElement(type, name);
    }

    private @Nullable Object value(
            @Nullable Object value, BaseRuntimeChildDefinition child, String name, String owner) {
        if (value instanceof List<?> array) {
            List<@Nullable Object> kept = new ArrayList<>();
            for (Object each : array) {
                Object one = value(each, child, name, owner);
                if (!(one instanceof Unread)) {
                    kept.add(one);
                }
            }
            return kept;
        }
        if (!(value instanceof Map<?, ?> object)) {
            return value;
        }
        if (child.getElementName().equals("contained")) {
            return contained(object);
        }
        BaseRuntimeElementDefinition<?> definition = child.getChildByName(name);
        if (!(definition instanceof BaseRuntimeElementCompositeDefinition<?> composite)) {
            return value;
        }
        return element(object, composite, typeName(composite, child, owner));
    }

    private static String typeName(
            BaseRuntimeElementCompositeDefinition<?> definition, BaseRuntimeChildDefinition child, String owner) {
        if (!(definition instanceof RuntimeResourceBlockDefinition)) {
            return definition.getName();
        }
        // A component has the elements of an Observation.
        String block = owner + "." + child.getElementName();
        return block.equals("Observation.component") ? "Observation" : block;
    }

    /** Inside another resource only what rules read can matter. */
    @SuppressWarnings("unchecked")
    private Object contained(Map<?, ?> resource) {
        return requirements.readsType(String.valueOf(resource.get("resourceType")))
                ? resource((Map<String, @Nullable Object>) resource)
                : new Unread();
    }

    /** Placeholder for a contained resource that is left out. */
    private record Unread() {}
}
