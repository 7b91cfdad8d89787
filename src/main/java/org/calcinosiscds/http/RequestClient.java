package org.calcinosiscds.http;

import jakarta.servlet.ServletRequest;

/** The client of a request, as limits that clients share know it. */
public final class RequestClient {
    private static final String ATTRIBUTE = "org.calcinosiscds.http.RequestClient";

    private RequestClient() {}

    /** @param client name of the client, whose token was verified */
    public static void note(ServletRequest request, String client) {
        request.setAttribute(ATTRIBUTE, client);
    }

    /** Name of the client; empty while it is not known, or when none is configured. */
    static String of(ServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof String client ? client : "";
    }
}
