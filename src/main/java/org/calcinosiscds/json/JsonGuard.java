package org.calcinosiscds.json;

import ca.uhn.fhir.context.FhirContext;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Predicate;
import org.calcinosiscds.outcome.RejectedInputException;
import org.calcinosiscds.outcome.RejectedInputException.Kind;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Stands in front of every parse of bytes from outside.
 *
 * <p>A FHIR parser hangs on a tiny number such as {@code 1e3000000}, fails on an empty property name and takes the last of two equal
 * names; so one streaming pass checks {@link Limits}, names and encoding first.
 */
public final class JsonGuard {
    private final Limits limits;
    private final Set<String> elementNames;
    private final JsonFactory factory;

    public JsonGuard(Limits limits, FhirContext context) {
        this.limits = limits;
        this.elementNames = ElementNames.of(context);
        // Looser than our own limits, which name the location; these only keep Jackson from buffering without end.
        this.factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.depth() + 1)
                        .maxNameLength(4 * limits.nameLength())
                        // An attachment may fill the body.
                        .maxStringLength(Integer.MAX_VALUE)
                        .maxNumberLength(Integer.MAX_VALUE)
                        .build())
                .build();
    }

    /**
     * Reads the envelope of a document and checks all of it.
     *
     * @param knownNames property names of the envelope that messages may show, beside those of FHIR
     * @throws RejectedInputException when the document is not JSON, not UTF-8 or beyond a limit
     */
    public JsonValue read(byte[] document, Set<String> knownNames) {
        byte[] text = withoutByteOrderMark(document);
        requireUtf8(text);
        Predicate<String> known = name -> elementNames.contains(name) || knownNames.contains(name);
        return new JsonGuardPass(limits, factory, text, known, JsonLocation.ROOT).read();
    }

    /**
     * Reads the envelope of an object whose inside was not kept, such as a Bundle in a Bundle.
     *
     * @throws RejectedInputException when it is no object
     */
    public JsonValue reopen(JsonValue value) {
        value.require(JsonValue.Kind.OBJECT);
        return new JsonGuardPass(limits, factory, value.bytes(), value.knownNames(), value.jsonLocation()).read();
    }

    /** Some programs write a byte order mark in front of UTF-8, which says nothing. */
    private static byte[] withoutByteOrderMark(byte[] document) {
        boolean hasMark = document.length >= 3
                && document[0] == (byte) 0xEF
                && document[1] == (byte) 0xBB
                && document[2] == (byte) 0xBF;
        return hasMark ? Arrays.copyOfRange(document, 3, document.length) : document;
    }

    private static void requireUtf8(byte[] document) {
        // Most documents are ASCII; nothing is decoded of them.
        int ascii = 0;
        while (ascii < document.length && document[ascii] >= 0) {
            ascii++;
        }
        if (ascii < document.length) {
            requireUtf8From(ascii, document);
        }
        // Jackson would take a NUL among the first bytes for UTF-16 or UTF-32.
        for (int i = 0; i < Math.min(4, document.length); i++) {
            if (document[i] == 0) {
                throw notUtf8(i);
            }
        }
    }

    private static void requireUtf8From(int start, byte[] document) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer bytes = ByteBuffer.wrap(document, start, document.length - start);
        CharBuffer characters = CharBuffer.allocate(Math.min(8192, document.length - start));
        CoderResult result;
        do {
            characters.clear();
            result = decoder.decode(bytes, characters, true);
        } while (result.isOverflow());
        if (result.isError()) {
            throw notUtf8(bytes.position());
        }
    }

    private static RejectedInputException notUtf8(int position) {
        return new RejectedInputException(
                Kind.STRUCTURE, "", "text that is not UTF-8 near byte " + position, "UTF-8 JSON");
    }
}
