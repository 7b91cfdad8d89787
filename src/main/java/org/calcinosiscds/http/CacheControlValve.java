package org.calcinosiscds.http;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * Forbids every cache to store an answer, errors and the management port included, unless the answer is the same for all patients:
 * discovery, the first page, descriptions, rule pages, files of the workbench and knowledge resources that are read. An address that is not named here may hold patient data.
 */
final class CacheControlValve extends ValveBase {
    /** Operations ({@code $}) are not among them: their answers depend on patient data. */
    private static final Pattern KNOWLEDGE = Pattern.compile(
            "/|/cds-services|/api-docs(/[\\w-]+|/viewer/\\w+/[\\w.-]+)?|/rules/[\\w-]+|/workbench(/assets/[\\w./-]+)?|/fhir/[A-Za-z]+(/[\\w.-]+(/_history/[\\w.-]+)?)?");

    private static final Set<String> READING = Set.of("GET", "HEAD");

    CacheControlValve() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        if (!isKnowledge(request)) {
            forbidStoring(response);
        }
        getNext().invoke(request, response);
    }

    private static boolean isKnowledge(Request request) {
        // Null when Tomcat could not read it.
        @Nullable String path = request.getRequestURI();
        return READING.contains(String.valueOf(request.getMethod()))
                && path != null
                && KNOWLEDGE.matcher(path).matches();
    }

    static void forbidStoring(HttpServletResponse response) {
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    }
}
