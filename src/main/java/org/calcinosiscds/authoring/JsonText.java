package org.calcinosiscds.authoring;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * Where everything stands in a JSON document.
 *
 * @param positions position of each property and element by its path, such as {@code compose.include[0].system}
 * @param values texts by their path
 * @param error what is wrong with the JSON; null for nothing
 * @param errorPosition where it is wrong
 */
record JsonText(
        Map<String, SourcePosition> positions,
        Map<String, String> values,
        @Nullable String error,
        SourcePosition errorPosition) {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** An object or array that is being read. */
    private static final class Level {
        private final String path;
        private final boolean isArray;
        private int index;

        Level(String path, boolean isArray) {
            this.path = path;
            this.isArray = isArray;
        }
    }

    static JsonText of(String text) {
        Map<String, SourcePosition> positions = new LinkedHashMap<>();
        Map<String, String> values = new LinkedHashMap<>();
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            read(parser, positions, values);
            return new JsonText(positions, values, null, SourcePosition.FILE);
        } catch (JacksonException e) {
            TokenStreamLocation location = e.getLocation();
            SourcePosition position = location == null
                    ? SourcePosition.FILE
                    : new SourcePosition(location.getLineNr(), location.getColumnNr());
            return new JsonText(
                    positions, values, String.valueOf(e.getOriginalMessage()).replaceAll("\\s*\\n.*", ""), position);
        }
    }

    /** Place of the first path that ends with one of these names; the whole file when there is none. */
    SourcePosition ending(String name) {
        return positions.entrySet().stream()
                .filter(entry -> entry.getKey().equals(name) || entry.getKey().endsWith("." + name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(SourcePosition.FILE);
    }

    SourcePosition at(String path) {
        return positions.getOrDefault(path, SourcePosition.FILE);
    }

    /** Path of what stands at a position, or of the last that begins before it; empty before all. */
    String path(SourcePosition position) {
        String found = "";
        for (Map.Entry<String, SourcePosition> each : positions.entrySet()) {
            if (each.getValue().line() > position.line()
                    || (each.getValue().line() == position.line()
                            && each.getValue().column() > position.column())) {
                break;
            }
            found = each.getKey();
        }
        return found;
    }

    /** Paths that match a regular expression, in the order of the document. */
    List<String> paths(String pattern) {
        return positions.keySet().stream().filter(path -> path.matches(pattern)).toList();
    }

    private static void read(JsonParser parser, Map<String, SourcePosition> positions, Map<String, String> values) {
        Deque<Level> levels = new ArrayDeque<>();
        String path = "";
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            if (token == JsonToken.PROPERTY_NAME) {
                Level level = levels.element();
                path = level.path.isEmpty() ? parser.currentName() : level.path + "." + parser.currentName();
                positions.put(path, position(parser));
            } else if (token.isStructEnd()) {
                levels.pop();
            } else {
                Level level = levels.peek();
                if (level != null && level.isArray) {
                    path = level.path + "[" + level.index++ + "]";
                    positions.put(path, position(parser));
                }
                if (token == JsonToken.VALUE_STRING) {
                    values.put(path, parser.getString());
                }
                if (token.isStructStart()) {
                    levels.push(new Level(path, token == JsonToken.START_ARRAY));
                }
            }
        }
    }

    private static SourcePosition position(JsonParser parser) {
        TokenStreamLocation location = parser.currentTokenLocation();
        return new SourcePosition(location.getLineNr(), location.getColumnNr());
    }
}
