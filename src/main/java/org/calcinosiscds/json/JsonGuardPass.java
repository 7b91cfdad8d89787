package org.calcinosiscds.json;

import java.nio.CharBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.calcinosiscds.outcome.RejectedInputException;
import org.calcinosiscds.outcome.RejectedInputException.Kind;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/** One pass of {@link JsonGuard} over one document. */
final class JsonGuardPass {
    /** Deep enough for {@code prefetch.key.entry[0].search.mode}; what is deeper is not kept. */
    private static final int ENVELOPE_DEPTH = 6;

    private static final Set<String> HOLDERS = Set.of("Bundle", "Parameters");

    private static final Set<String> ATTACHMENTS = Set.of("data", "div");

    private final Limits limits;
    private final byte[] document;
    private final Predicate<String> knownNames;
    private final JsonFactory factory;
    private final Deque<Frame> frames = new ArrayDeque<>();
    private JsonLocation location;
    private @Nullable JsonValue root;
    private int tokens;
    private int resources;

    JsonGuardPass(
            Limits limits, JsonFactory factory, byte[] document, Predicate<String> knownNames, JsonLocation location) {
        this.limits = limits;
        this.factory = factory;
        this.document = document;
        this.knownNames = knownNames;
        this.location = location;
    }

    JsonValue read() {
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), document)) {
            readAll(parser);
        }
        if (root == null) {
            throw rejected(Kind.STRUCTURE, "nothing", "a JSON object");
        }
        return root;
    }

    private void readAll(JsonParser parser) {
        try {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (++tokens > limits.tokens()) {
                    throw beyond("more than " + limits.tokens() + " JSON tokens", "fewer");
                }
                accept(parser, token);
            }
        } catch (StreamConstraintsException e) {
            throw beyond("a name of too many characters", limits.nameLength() + " at most");
        } catch (JacksonException e) {
            Frame frame = frames.peek();
            if (frame != null && frame.kind == JsonValue.Kind.OBJECT && parser.currentName() != null) {
                location = frame.location.property(parser.currentName());
            }
            TokenStreamLocation location = e.getLocation() == null ? parser.currentLocation() : e.getLocation();
            throw rejected(Kind.STRUCTURE, "text that is not JSON near byte " + location.getByteOffset(), "JSON");
        }
    }

    private void accept(JsonParser parser, JsonToken token) {
        switch (token) {
            case PROPERTY_NAME -> name(parser.currentName());
            case START_OBJECT -> open(parser, JsonValue.Kind.OBJECT);
            case START_ARRAY -> open(parser, JsonValue.Kind.ARRAY);
            case END_OBJECT, END_ARRAY -> close(parser);
            case VALUE_STRING -> string(parser);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser);
            case VALUE_NULL -> scalar(parser, JsonValue.Kind.NULL);
            default -> scalar(parser, JsonValue.Kind.BOOLEAN);
        }
    }

    private void name(String name) {
        Frame frame = frames.element();
        location = frame.location.property(name);
        if (name.isEmpty()) {
            throw rejected(Kind.STRUCTURE, "an empty property name", "a name");
        }
        if (name.length() > limits.nameLength()) {
            throw beyond("a property name of " + name.length() + " characters", limits.nameLength() + " at most");
        }
        if (!frame.names.add(name)) {
            throw rejected(Kind.STRUCTURE, "a second property of the same name", "one");
        }
        if (name.equals("resourceType") && ++resources > limits.resources()) {
            throw beyond("more than " + limits.resources() + " resources", "fewer");
        }
    }

    private void string(JsonParser parser) {
        JsonValue value = scalar(parser, JsonValue.Kind.STRING);
        int length = parser.getStringLength();
        if (length > limits.stringLength() && !isAttachment(location.property())) {
            throw beyond("a string of " + length + " characters", limits.stringLength() + " at most");
        }
        if (value != null) {
            value.hasText(parser.getString());
            // Resources are passed on as bytes; only the values around them are kept as objects.
            if ("resourceType".equals(location.name()) && !HOLDERS.contains(String.valueOf(value.text()))) {
                frames.element().keepsChildren = false;
            }
        }
        if (DecimalPositions.include(location)) {
            CharSequence text = CharBuffer.wrap(parser.getStringCharacters(), parser.getStringOffset(), length);
            if (NumberText.mayBeNumber(text)) {
                requireSmall(text, "a string that is a number");
            }
        }
    }

    /** Whether the property holds base64 or a narrative: no rule reads either, and a scanned document is long. */
    private static boolean isAttachment(@Nullable JsonLocation property) {
        String name = property == null ? null : property.name();
        return name != null && (ATTACHMENTS.contains(name) || name.endsWith("Base64Binary"));
    }

    private void number(JsonParser parser) {
        JsonValue value = scalar(parser, JsonValue.Kind.NUMBER);
        requireSmall(
                CharBuffer.wrap(parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength()),
                "a number");
        if (value != null) {
            value.hasNumber(parser.getDecimalValue());
        }
    }

    private void requireSmall(CharSequence text, String what) {
        if (text.length() > limits.numberLength()) {
            throw beyond(what + " of " + text.length() + " characters", limits.numberLength() + " at most");
        }
        if (!NumberText.hasExponentWithin(limits.exponent(), text)) {
            throw beyond(what + " with a large exponent", "one within plus or minus " + limits.exponent());
        }
    }

    private void open(JsonParser parser, JsonValue.Kind kind) {
        JsonValue value = scalar(parser, kind);
        if (frames.size() == limits.depth()) {
            throw beyond("more than " + limits.depth() + " levels of nesting", "fewer");
        }
        frames.push(new Frame(location, kind, value, frames.size() < ENVELOPE_DEPTH));
    }

    private void close(JsonParser parser) {
        Frame frame = frames.pop();
        location = frame.location;
        if (frame.value != null) {
            frame.value.endsAt((int) parser.currentLocation().getByteOffset());
        }
    }

    /** Notes a value of any kind where it stands; returns it when it belongs to the envelope. */
    private @Nullable JsonValue scalar(JsonParser parser, JsonValue.Kind kind) {
        Frame frame = frames.peek();
        if (frame != null && frame.kind == JsonValue.Kind.ARRAY) {
            location = frame.location.element(frame.count);
            countElement(frame);
        }
        if (frame != null && !frame.keepsChildren) {
            return null;
        }
        if (frame == null && root != null) {
            throw rejected(Kind.STRUCTURE, "a second value", "the end of the body");
        }
        JsonValue value = new JsonValue(document, knownNames, location, kind, (int)
                parser.currentTokenLocation().getByteOffset());
        if (frame == null) {
            root = value;
        } else if (frame.value != null) {
            frame.value.has(location, value);
        }
        return value;
    }

    private void countElement(Frame frame) {
        frame.count++;
        String name = frame.location.name();
        if ("entry".equals(name) && frame.count > limits.entries()) {
            throw beyond("more than " + limits.entries() + " entries", "fewer");
        }
        if ("contained".equals(name) && frame.count > limits.contained()) {
            throw beyond("more than " + limits.contained() + " contained resources", "fewer");
        }
    }

    private RejectedInputException beyond(String found, String expected) {
        return rejected(Kind.LIMIT, found, expected);
    }

    private RejectedInputException rejected(Kind kind, String found, String expected) {
        return new RejectedInputException(kind, location.path(knownNames), found, expected);
    }

    /** A container that is not closed yet. */
    private static final class Frame {
        final JsonLocation location;
        final JsonValue.Kind kind;
        final @Nullable JsonValue value;
        final Set<String> names = new HashSet<>();
        boolean keepsChildren;
        int count;

        /** @param value null when the container itself is not kept */
        Frame(JsonLocation location, JsonValue.Kind kind, @Nullable JsonValue value, boolean isEnvelope) {
            this.location = location;
            this.kind = kind;
            this.value = value;
            this.keepsChildren = isEnvelope && value != null;
        }
    }
}
