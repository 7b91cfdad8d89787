package org.calcinosiscds.cdshooks;

import org.calcinosiscds.context.ContextFields;
import org.calcinosiscds.json.JsonValue;
import org.calcinosiscds.json.JsonValue.Kind;
import org.calcinosiscds.outcome.RequestException;
import org.jspecify.annotations.Nullable;

/** String properties of a request. */
final class StringFields {
    private StringFields() {}

    /** The string property of that name. @throws RequestException naming its location when it is absent or does not match */
    static String required(JsonValue object, String name, ContextFields.Format format) {
        String location = object.location().isEmpty() ? name : object.location() + "." + name;
        String text = optional(object, name);
        if (text == null) {
            throw absent(location);
        }
        if (!format.matches(text)) {
            throw RequestException.badRequest(location, "Field '%s' must be %s.".formatted(location, format.name()));
        }
        return text;
    }

    /** The error of a required field, of any type, that is absent. */
    static RequestException absent(String location) {
        return RequestException.badRequest(location, "Field '%s' was absent.".formatted(location));
    }

    /** The string property of that name; null when it is absent. */
    static @Nullable String optional(JsonValue object, String name) {
        JsonValue value = object.property(name);
        return value == null ? null : value.require(Kind.STRING).text();
    }
}
