package org.calcinosiscds.record;

import org.calcinosiscds.fhir.LiteralReference;
import org.calcinosiscds.json.JsonTree;
import org.calcinosiscds.json.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A resource that could not be read. No rule reads its type.
 *
 * @param location location in the request, such as {@code entry[3].resource}
 * @param reference type and id, such as {@code NutritionOrder/1}; null when it has no id
 */
public record SkippedResource(String location, @Nullable String reference) {
    static SkippedResource of(JsonValue resource) {
        Object id = JsonTree.object(resource.bytes()).get("id");
        LiteralReference reference =
                id instanceof String text ? LiteralReference.of(resource.textOf("resourceType") + "/" + text) : null;
        return new SkippedResource(resource.location(), reference == null ? null : reference.relative());
    }

    /** Says nothing of the content, so that it may end up in a log. */
    @Override
    public String toString() {
        return "SkippedResource at " + location;
    }
}
