package org.calcinosiscds.fhir;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Resource;

/**
 * Code systems by the URIs that FHIR R4 gives them. Records also name them by OID, with https, or as earlier versions of FHIR did. Safe
 * for use by many threads.
 */
public final class CodeSystemUris {
    /** Identifiers stay as they were sent. */
    public static final CodeSystemUris AS_SENT = new CodeSystemUris(List.of());

    /** No URI of a code system is longer. */
    private static final int MAX_LENGTH = 200;

    /** Senders use a few dozen; what comes beyond is matched anew each time. */
    private static final int MAX_KNOWN = 2_000;

    private static final byte[] SYSTEM = "\"system\"".getBytes(StandardCharsets.US_ASCII);

    private final List<Spelling> spellings;
    private final Map<String, String> known = new ConcurrentHashMap<>();

    /**
     * Identifiers of one code system.
     *
     * @param pattern of the whole identifier
     * @param uri as FHIR R4 has it; {@code $1} is the first group of the pattern
     */
    public record Spelling(Pattern pattern, String uri) {}

    /** @param spellings the first that matches counts */
    public CodeSystemUris(List<Spelling> spellings) {
        this.spellings = List.copyOf(spellings);
    }

    /** The URI of the code system; the identifier itself when it is that, or of no system that is known. */
    String of(String identifier) {
        if (identifier.length() > MAX_LENGTH) {
            return identifier;
        }
        String uri = known.get(identifier);
        if (uri == null) {
            uri = matched(identifier);
            if (known.size() < MAX_KNOWN) {
                known.put(identifier, uri);
            }
        }
        return uri;
    }

    private String matched(String identifier) {
        for (Spelling spelling : spellings) {
            Matcher matcher = spelling.pattern().matcher(identifier);
            if (matcher.matches()) {
                return matcher.replaceFirst(spelling.uri());
            }
        }
        return identifier;
    }

    /**
     * Sets the URIs of all codings and quantities.
     *
     * @param json from which the resource was read; looked at first, as most resources need no change
     */
    void correct(Resource resource, byte[] json) {
        if (!spellings.isEmpty() && mayDiffer(json)) {
            correct(resource);
        }
    }

    private void correct(Base element) {
        if (element instanceof Coding coding) {
            if (coding.getSystem() != null) {
                coding.setSystem(of(coding.getSystem()));
            }
        } else if (element instanceof Quantity quantity) {
            if (quantity.getSystem() != null) {
                quantity.setSystem(of(quantity.getSystem()));
            }
        } else if (!(element instanceof PrimitiveType)) {
            for (Property property : element.children()) {
                property.getValues().forEach(this::correct);
            }
        }
    }

    private boolean mayDiffer(byte[] json) {
        for (int at = next(json, 0); at >= 0; at = next(json, at)) {
            int start = at;
            while (start < json.length && (json[start] == ':' || json[start] <= ' ')) {
                start++;
            }
            int end = start + 1;
            while (end < json.length && json[end] != '"') {
                if (json[end] == '\\') {
                    return true; // What escapes in a URI mean is known only once it is parsed.
                }
                end++;
            }
            if (start < json.length && json[start] == '"' && end < json.length) {
                String identifier = new String(json, start + 1, end - start - 1, StandardCharsets.UTF_8);
                if (!of(identifier).equals(identifier)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Where the next property name "system" ends; negative when there is none. */
    private static int next(byte[] json, int from) {
        for (int at = from; at <= json.length - SYSTEM.length; at++) {
            if (json[at] == SYSTEM[0] && isSystem(json, at)) {
                return at + SYSTEM.length;
            }
        }
        return -1;
    }

    private static boolean isSystem(byte[] json, int at) {
        for (int i = 1; i < SYSTEM.length; i++) {
            if (json[at + i] != SYSTEM[i]) {
                return false;
            }
        }
        return true;
    }
}
