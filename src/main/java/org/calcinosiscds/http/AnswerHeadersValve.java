package org.calcinosiscds.http;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.springframework.http.HttpHeaders;

/**
 * Sets the headers that protect an answer in browsers and caches, in one place for all answers, also for refusals in front of the filters.
 * Every cache is forbidden to store an answer, errors and the management port included, unless the answer is the same for all patients.
 */
final class AnswerHeadersValve extends ValveBase {
    /** A browser takes no answer for another type than it is, and shows none in a frame of another page. */
    private static final Map<String, String> OF_BROWSERS =
            Map.of("X-Content-Type-Options", "nosniff", "X-Frame-Options", "DENY", "X-XSS-Protection", "0");

    private static final String ONLY_TLS = "max-age=31536000; includeSubDomains";

    private final Endpoints endpoints;

    AnswerHeadersValve(Endpoints endpoints) {
        super(true);
        this.endpoints = endpoints;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        protect(request, response);
        if (!endpoints.isKnowledge(request)) {
            forbidStoring(response);
        }
        getNext().invoke(request, response);
    }

    /** Also for an answer whose headers were taken back because of a fault. */
    static void protect(Request request, Response response) {
        OF_BROWSERS.forEach(response::setHeader);
        if (request.isSecure()) {
            response.setHeader("Strict-Transport-Security", ONLY_TLS);
        }
    }

    static void forbidStoring(HttpServletResponse response) {
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    }
}
