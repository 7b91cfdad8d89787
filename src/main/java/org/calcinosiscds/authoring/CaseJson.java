package org.calcinosiscds.authoring;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON of cases, whose decimals keep their digits. */
public final class CaseJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private CaseJson() {}

    /** @throws tools.jackson.core.JacksonException when it is not JSON */
    static JsonNode read(String json) {
        return MAPPER.readTree(json);
    }

    static @Nullable Object value(JsonNode json) {
        return MAPPER.treeToValue(json, Object.class);
    }

    static JsonNode of(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** As a person reads it: a property on each line, short lists on one line, nothing empty. */
    public static String text(JsonNode json) {
        return text(json, "") + "\n";
    }

    private static String text(JsonNode node, String indent) {
        List<String> parts = new ArrayList<>();
        String inner = indent + "  ";
        if (node.isObject()) {
            node.properties().stream()
                    .filter(each -> !isEmpty(each.getValue()))
                    .forEach(each -> parts.add('"' + each.getKey() + "\": " + text(each.getValue(), inner)));
            return "{\n" + inner + String.join(",\n" + inner, parts) + "\n" + indent + "}";
        }
        if (!node.isArray()) {
            return MAPPER.writeValueAsString(node);
        }
        node.forEach(each -> parts.add(text(each, inner)));
        return node.path(0).isObject()
                ? "[\n" + inner + String.join(",\n" + inner, parts) + "\n" + indent + "]"
                : "[" + String.join(", ", parts) + "]";
    }

    private static boolean isEmpty(JsonNode node) {
        return node.isNull() || (node.isContainer() && node.isEmpty());
    }
}
