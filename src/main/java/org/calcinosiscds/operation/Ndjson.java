package org.calcinosiscds.operation;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;

/** Newline-delimited JSON: one FHIR resource a line. */
final class Ndjson {
    private static final Set<String> TYPES =
            Set.of("application/fhir+ndjson", "application/x-ndjson", "application/ndjson");

    private Ndjson() {}

    static boolean isSent(HttpServletRequest request) {
        String type = request.getContentType();
        return type != null
                && TYPES.contains(type.replaceFirst(";.*", "").strip().toLowerCase(java.util.Locale.ROOT));
    }
}
