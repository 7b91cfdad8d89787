package org.calcinosiscds.content;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

/** Text of a generated JSON file: two spaces of indentation, one value on a line. */
public final class JsonFile {
    /** Date of generated resources; it changes when their form does. */
    static final String DATE = "2026-11-28";

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private JsonFile() {}

    /** @throws tools.jackson.core.JacksonException when it is not JSON */
    public static JsonNode read(String json) {
        return MAPPER.readTree(json);
    }

    static String text(JsonNode resource) {
        return text(resource, "") + "\n";
    }

    /** A string as a value. */
    public static JsonNode string(String text) {
        return StringNode.valueOf(text);
    }

    /** @param indent of the line that the value begins on */
    public static String text(JsonNode node, String indent) {
        if (!node.isContainer()) {
            return MAPPER.writeValueAsString(node);
        }
        List<String> parts = new ArrayList<>();
        String inner = indent + "  ";
        if (node.isObject()) {
            node.properties().forEach(each -> parts.add('"' + each.getKey() + "\": " + text(each.getValue(), inner)));
        } else {
            node.forEach(each -> parts.add(text(each, inner)));
        }
        String open = node.isObject() ? "{" : "[";
        String close = node.isObject() ? "}" : "]";
        return open + "\n" + inner + String.join(",\n" + inner, parts) + "\n" + indent + close;
    }
}
