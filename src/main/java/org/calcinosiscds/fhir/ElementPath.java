package org.calcinosiscds.fhir;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeChildPrimitiveEnumerationDatatypeDefinition;
import ca.uhn.fhir.context.RuntimePrimitiveDatatypeDefinition;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.calcinosiscds.json.JsonTree;
import org.calcinosiscds.json.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Where in a resource an element is that a parser complained of, and what FHIR R4 has there. The parser gives the name of the element
 * alone.
 *
 * @param path from the resource, such as {@code valueQuantity.comparator}
 * @param expected in words, such as "the type dateTime of FHIR R4"
 */
record ElementPath(String path, String expected) {
    /**
     * The first element of that name.
     *
     * @param text what its value must be; null for any
     * @return null when there is none
     */
    static @Nullable ElementPath find(FhirContext context, JsonValue resource, String name, @Nullable String text) {
        String type = String.valueOf(resource.textOf("resourceType"));
        if (!context.getResourceTypes().contains(type)) {
            return null;
        }
        return find(context.getResourceDefinition(type), JsonTree.object(resource.bytes()), "", name, text);
    }

    private static @Nullable ElementPath find(
            BaseRuntimeElementCompositeDefinition<?> definition,
            Map<?, ?> element,
            String prefix,
            String name,
            @Nullable String text) {
        for (Map.Entry<?, ?> property : element.entrySet()) {
            String key = String.valueOf(property.getKey());
            BaseRuntimeChildDefinition child = key.equals("resourceType") ? null : definition.getChildByName(key);
            if (child == null) {
                continue;
            }
            List<?> values = property.getValue() instanceof List<?> array ? array : Arrays.asList(property.getValue());
            for (int i = 0; i < values.size(); i++) {
                String path = prefix + key + (property.getValue() instanceof List<?> ? "[" + i + "]" : "");
                BaseRuntimeElementDefinition<?> type = child.getChildByName(key);
                boolean isNamed = key.equals(name)
                        || child.getElementName().replace("[x]", "").equals(name);
                if (isNamed && (text == null || text.equals(text(values.get(i))))) {
                    return new ElementPath(path, expected(child, type));
                }
                if (type instanceof BaseRuntimeElementCompositeDefinition<?> composite
                        && values.get(i) instanceof Map<?, ?> inner) {
                    ElementPath found = find(composite, inner, path + ".", name, text);
                    if (found != null) {
                        return found;
                    }
                }
            }
        }
        return null;
    }

    private static String expected(BaseRuntimeChildDefinition child, @Nullable BaseRuntimeElementDefinition<?> type) {
        if (child instanceof RuntimeChildPrimitiveEnumerationDatatypeDefinition) {
            return "a code of the value set that FHIR R4 requires";
        }
        String name = type == null ? "element" : type.getName();
        String shape = type instanceof RuntimePrimitiveDatatypeDefinition || type == null ? "" : ", an object";
        return "the type " + name + " of FHIR R4" + shape + (child.getMax() == 1 ? "" : ", in an array");
    }

    private static @Nullable String text(@Nullable Object value) {
        if (value instanceof JsonTree.WrittenNumber number) {
            return number.text();
        }
        return value instanceof String || value instanceof Boolean ? value.toString() : null;
    }
}
