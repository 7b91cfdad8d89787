package org.calcinosiscds.http;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.springframework.http.HttpHeaders;

/** Forbids every cache to store an answer, errors and the management port included, unless the answer is the same for all patients. */
final class CacheControlValve extends ValveBase {
    private final Endpoints endpoints;

    CacheControlValve(Endpoints endpoints) {
        super(true);
        this.endpoints = endpoints;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        if (!endpoints.isKnowledge(request)) {
            forbidStoring(response);
        }
        getNext().invoke(request, response);
    }

    static void forbidStoring(HttpServletResponse response) {
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    }
}
