package org.calcinosiscds.openapi;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The shapes in a description, to hold JSON to them. */
public final class DescribedShapes {
    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final Map<JsonNode, Schema> schemas = new ConcurrentHashMap<>();
    private final JsonNode description;

    public DescribedShapes(JsonNode description) {
        this.description = description;
    }

    /** What of a value is not as the shape of that name has it. */
    public List<String> errors(String name, JsonNode value) {
        return errors(JsonNodeFactory.instance.objectNode().put("$ref", "#/components/schemas/" + name), value);
    }

    /** @param schema may refer to shapes of the description */
    List<String> errors(JsonNode schema, JsonNode value) {
        return schemas
                .computeIfAbsent(schema, each -> {
                    ObjectNode whole = JsonNodeFactory.instance.objectNode();
                    whole.setAll((ObjectNode) each);
                    whole.set("components", description.path("components"));
                    return registry.getSchema(whole);
                })
                .validate(value)
                .stream()
                .map(Error::toString)
                .toList();
    }
}
