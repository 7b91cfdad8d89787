package org.calcinosiscds.fhir;

import java.util.Map;
import org.calcinosiscds.json.JsonTree;
import org.calcinosiscds.json.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of a resource, read once for whoever looks at it.
 *
 * @param value where it stands
 * @param elements by name
 */
public record ResourceJson(JsonValue value, Map<String, @Nullable Object> elements) {
    public static ResourceJson of(JsonValue value) {
        return new ResourceJson(value, JsonTree.object(value.bytes()));
    }
}
