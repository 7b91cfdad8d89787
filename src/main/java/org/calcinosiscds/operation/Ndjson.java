package org.calcinosiscds.operation;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Set;

/** Newline-delimited JSON: one FHIR resource a line. */
final class Ndjson {
    static final String TYPE = "application/fhir+ndjson";
    /** All names in use for it. */
    static final Set<String> TYPES = Set.of(TYPE, "application/x-ndjson", "application/ndjson");

    private Ndjson() {}

    static boolean isSent(HttpServletRequest request) {
        String type = request.getContentType();
        return type != null
                && TYPES.contains(type.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT));
    }
}
