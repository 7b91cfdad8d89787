package org.calcinosiscds.http;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * What this package asks about the endpoint of a request. It knows no address and no hook itself. A valve may ask before the servlet of
 * a request is known, so that nothing but {@link #takesStream} reads more than method and address.
 */
public interface Endpoints {
    /** Whether the request is for the FHIR endpoint, which negotiates media types itself. */
    boolean isFhir(HttpServletRequest request);

    /** Whether the request is for a service of CDS Hooks, or feedback to it. */
    boolean isHook(HttpServletRequest request);

    /** Whether the body may be NDJSON of any length, whose reader holds each line to the limits of a body. Asked behind the mapping to servlets. */
    boolean takesStream(HttpServletRequest request);

    /** Whether the answer is the same for all patients, so that caches may store it. */
    boolean isKnowledge(HttpServletRequest request);

    /** How pressing the request is; null for what is always let in. */
    @Nullable
    Priority priority(HttpServletRequest request);
}
