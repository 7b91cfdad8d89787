package org.calcinosiscds.commandline;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** A file that holds one resource, as implementation guides publish their examples: a part of a record, like a line of NDJSON. */
final class SingleResource {
    /** What is a whole input by itself. */
    private static final Set<String> WHOLE = Set.of("Bundle", "Parameters");

    private static final JsonFactory FACTORY = new JsonFactory();

    private SingleResource() {}

    /**
     * The resource without line breaks, its bytes in their places.
     *
     * @return null when the file holds a Bundle, several resources, or none in JSON
     */
    static byte @Nullable [] line(byte[] file) {
        String type;
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), file)) {
            type = type(parser);
        } catch (JacksonException e) {
            return null;
        }
        if (type == null || WHOLE.contains(type)) {
            return null;
        }
        byte[] line = file.clone();
        for (int i = 0; i < line.length; i++) {
            // Outside of strings, as JSON has no line break inside one.
            line[i] = line[i] == '\n' || line[i] == '\r' ? (byte) ' ' : line[i];
        }
        return line;
    }

    private static @Nullable String type(JsonParser parser) {
        String type = null;
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return null;
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean isType = parser.currentName().equals("resourceType");
            if (parser.nextToken() == JsonToken.VALUE_STRING && isType) {
                type = parser.getString();
                if (WHOLE.contains(type)) {
                    return type;
                }
            }
            parser.skipChildren();
        }
        return parser.nextToken() == null ? type : null;
    }
}
