package org.calcinosiscds.json;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.calcinosiscds.outcome.RejectedInputException;
import org.jspecify.annotations.Nullable;

/**
 * A value of a JSON document that passed {@link JsonGuard}: its kind, its location and the bytes it was read from.
 *
 * <p>Only the envelope is kept as objects; a FHIR resource is handed on as its original bytes, because a JSON tree turns {@code 9.40}
 * into {@code 9.4}.
 */
public final class JsonValue {
    /** What a value is; the phrase is for messages. */
    public enum Kind {
        OBJECT("an object"),
        ARRAY("an array"),
        STRING("a string"),
        NUMBER("a number"),
        BOOLEAN("a boolean"),
        NULL("null");

        private final String phrase;

        Kind(String phrase) {
            this.phrase = phrase;
        }
    }

    private final byte[] document;
    private final Predicate<String> knownNames;
    private final JsonLocation location;
    private final Kind kind;
    private final int start;
    private Map<String, JsonValue> properties = Map.of();
    private List<JsonValue> elements = List.of();
    private int end;
    private @Nullable String text;
    private @Nullable BigDecimal number;

    JsonValue(byte[] document, Predicate<String> knownNames, JsonLocation location, Kind kind, int start) {
        this.document = document;
        this.knownNames = knownNames;
        this.location = location;
        this.kind = kind;
        this.start = start;
    }

    void endsAt(int end) {
        this.end = end;
    }

    void hasText(String text) {
        this.text = text;
    }

    void hasNumber(BigDecimal number) {
        this.number = number;
    }

    void has(JsonLocation location, JsonValue value) {
        if (location.name() == null) {
            elements = elements.isEmpty() ? new ArrayList<>() : elements;
            elements.add(value);
        } else {
            properties = properties.isEmpty() ? new LinkedHashMap<>() : properties;
            properties.put(location.name(), value);
        }
    }

    public Kind kind() {
        return kind;
    }

    /** JSON path of the value; names that are not of a standard are shown as {@code ?}. */
    public String location() {
        return location.path(knownNames);
    }

    /** The properties of an object in the order of the document; empty for any other kind. */
    public Map<String, JsonValue> properties() {
        return properties;
    }

    /** The elements of an array; empty for any other kind. */
    public List<JsonValue> elements() {
        return elements;
    }

    /** The property of that name; null when there is none and when it is JSON's null. */
    public @Nullable JsonValue property(String name) {
        JsonValue value = properties.get(name);
        return value == null || value.kind == Kind.NULL ? null : value;
    }

    /** The string property of that name; null when there is none or it is of another kind. */
    public @Nullable String textOf(String name) {
        JsonValue value = properties.get(name);
        return value == null ? null : value.text;
    }

    /** The characters of a string; null for any other kind. */
    public @Nullable String text() {
        return text;
    }

    /** The value of a number, within {@link Limits}; null for any other kind. */
    public @Nullable BigDecimal number() {
        return number;
    }

    /** Whether it is the boolean true. */
    public boolean isTrue() {
        return kind == Kind.BOOLEAN && document[start] == 't';
    }

    /** Returns this value when it is of that kind. @throws RejectedInputException naming the location when it is not */
    public JsonValue require(Kind expected) {
        if (kind != expected) {
            throw new RejectedInputException(
                    RejectedInputException.Kind.STRUCTURE, location(), kind.phrase, expected.phrase);
        }
        return this;
    }

    /** The original bytes of an object or array. */
    public byte[] bytes() {
        return Arrays.copyOfRange(document, start, end);
    }

    /**
     * The original bytes of an object or array, with another text where some of the values inside it stood.
     *
     * @param parts objects or arrays inside this value, in the order of the document
     */
    public byte[] bytesWith(byte[] other, List<JsonValue> parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(end - start);
        int from = start;
        for (JsonValue part : parts) {
            bytes.write(document, from, part.start - from);
            bytes.writeBytes(other);
            from = part.end;
        }
        bytes.write(document, from, end - from);
        return bytes.toByteArray();
    }

    /** Whether the original bytes have that text between quotes, as a name or as a value, or an escape that could spell it. */
    public boolean mayMention(String text) {
        for (int at = start; at < end - 1; at++) {
            if (document[at] == '\\' ? document[at + 1] == 'u' : document[at] == '"' && isQuoted(text, at)) {
                return true;
            }
        }
        return false;
    }

    /** Whether that text, of ASCII, stands between quotes of which the first is there. */
    private boolean isQuoted(String text, int quote) {
        int closing = quote + 1 + text.length();
        if (closing >= end || document[closing] != '"') {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (document[quote + 1 + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    JsonLocation jsonLocation() {
        return location;
    }

    public Predicate<String> knownNames() {
        return knownNames;
    }

    @Override
    public String toString() {
        return kind.phrase + " at " + location();
    }
}
