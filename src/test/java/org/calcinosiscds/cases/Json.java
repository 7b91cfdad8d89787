package org.calcinosiscds.cases;

import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON whose decimals keep their digits. */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private Json() {}

    public static JsonNode read(String json) {
        return MAPPER.readTree(json);
    }

    public static String write(JsonNode json) {
        return MAPPER.writeValueAsString(json);
    }

    public static Stream<String> strings(JsonNode array) {
        return array.valueStream().map(JsonNode::asString);
    }

    /** A tree of maps, lists, strings, decimals, whole numbers, booleans and nulls. */
    public static @Nullable Object value(JsonNode json) {
        return MAPPER.treeToValue(json, Object.class);
    }

    @SuppressWarnings("unchecked") // Names are strings.
    public static Map<String, @Nullable Object> map(JsonNode object) {
        return MAPPER.treeToValue(object, Map.class);
    }
}
