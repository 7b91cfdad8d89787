package org.calcinosiscds.cdshooks;

import org.calcinosiscds.context.ContextFields;
import org.calcinosiscds.json.JsonValue;
import org.calcinosiscds.json.JsonValue.Kind;
import org.calcinosiscds.outcome.RequestException;
import org.jspecify.annotations.Nullable;

/** String properties of a request. */
final class StringFields {
    private StringFields() {}

    /** The string property of that name. @throws RequestException naming its place when it is absent or does not match */
    static String required(JsonValue object, String name, ContextFields.Format format) {
        String place = object.place().isEmpty() ? name : object.place() + "." + name;
        String text = optional(object, name);
        if (text == null) {
            throw absent(place);
        }
        if (!format.matches(text)) {
            throw RequestException.badRequest(place, "Field '%s' must be %s.".formatted(place, format.name()));
        }
        return text;
    }

    /** The error of a required field, of any type, that is absent. */
    static RequestException absent(String place) {
        return RequestException.badRequest(place, "Field '%s' was absent.".formatted(place));
    }

    /** The string property of that name; null when it is absent. */
    static @Nullable String optional(JsonValue object, String name) {
        JsonValue value = object.property(name);
        return value == null ? null : value.require(Kind.STRING).text();
    }
}
