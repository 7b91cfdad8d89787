package org.calcinosiscds.operation;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.calcinosiscds.fhir.OutcomeIssue;
import org.calcinosiscds.fhir.RejectedInputException;
import org.calcinosiscds.http.Outcomes;
import org.calcinosiscds.http.RefusedRequestException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets JSON through to the FHIR endpoint, after the guard, and nothing else: HAPI would read XML and hang on some numbers. */
final class FhirGate extends OncePerRequestFilter {
    static final String FHIR_JSON = "application/fhir+json";

    private static final Set<String> JSON = Set.of("application/fhir+json", "application/json", "text/json");
    private static final Set<String> WILDCARDS = Set.of("*/*", "application/*", "text/*");
    private static final Set<String> FORMATS = Set.of("json", "application/json", "application/fhir+json", "text/json");

    private final FhirBodies bodies;
    private final Outcomes outcomes;

    FhirGate(FhirBodies bodies, Outcomes outcomes) {
        this.bodies = bodies;
        this.outcomes = outcomes;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        HttpServletRequest checked;
        try {
            checked = check(request);
        } catch (RefusedRequestException e) {
            outcomes.write(request, response, e.status(), e.issues());
            return;
        } catch (RejectedInputException e) {
            outcomes.write(request, response, HttpStatus.BAD_REQUEST, FhirPlace.of(List.of(e.issue())));
            return;
        } catch (SocketTimeoutException e) {
            HttpStatus status = HttpStatus.REQUEST_TIMEOUT;
            outcomes.write(request, response, status, List.of(Outcomes.issue(status)));
            return;
        }
        chain.doFilter(checked, response);
    }

    private HttpServletRequest check(HttpServletRequest request) throws IOException {
        if (Ndjson.isSent(request) && request.getRequestURI().endsWith("/$assess")) {
            requireAccepted(request, Ndjson.TYPES);
            return bodies.unchecked(request);
        }
        requireAccepted(request, JSON);
        requireJsonFormat(request.getQueryString());
        if (!HttpMethod.POST.matches(request.getMethod())
                && !HttpMethod.PUT.matches(request.getMethod())
                && !HttpMethod.PATCH.matches(request.getMethod())) {
            return bodies.unchecked(request);
        }
        MediaType type = mediaType(request.getContentType());
        if (type != null
                && MediaType.APPLICATION_FORM_URLENCODED.equalsTypeAndSubtype(type)
                && request.getRequestURI().endsWith("/_search")) {
            return bodies.unchecked(request);
        }
        if (type == null || !JSON.contains(name(type))) {
            throw refused(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    "The body must be application/fhir+json in UTF-8 without Content-Encoding.");
        }
        return bodies.checked(request);
    }

    private static void requireAccepted(HttpServletRequest request, Set<String> offered) {
        List<String> accepted = Collections.list(request.getHeaders(HttpHeaders.ACCEPT));
        boolean isAccepted = accepted.isEmpty()
                || accepted.stream()
                        .flatMap(header -> Arrays.stream(header.split(",")))
                        .map(FhirGate::mediaType)
                        .anyMatch(type -> type != null
                                && type.getQualityValue() > 0
                                && (offered.contains(name(type)) || WILDCARDS.contains(name(type))));
        if (!isAccepted) {
            throw notAcceptable();
        }
    }

    /** Of the query string, because asking for a parameter would read a body that is a form. */
    private static void requireJsonFormat(@Nullable String query) {
        if (query == null) {
            return;
        }
        boolean isJson = Arrays.stream(query.split("&"))
                .filter(parameter -> parameter.startsWith("_format="))
                .map(parameter -> parameter
                        .substring("_format=".length())
                        .toLowerCase(Locale.ROOT)
                        .replace("%2f", "/")
                        .replace("%2b", "+"))
                .allMatch(FORMATS::contains);
        if (!isJson) {
            throw notAcceptable();
        }
    }

    private static RefusedRequestException notAcceptable() {
        return refused(
                HttpStatus.NOT_ACCEPTABLE,
                "The answer is application/fhir+json, and application/fhir+ndjson to NDJSON; nothing else is offered.");
    }

    private static @Nullable MediaType mediaType(@Nullable String text) {
        try {
            return text == null ? null : MediaType.parseMediaType(text);
        } catch (InvalidMediaTypeException e) {
            return null;
        }
    }

    private static String name(MediaType type) {
        return type.getType() + "/" + type.getSubtype();
    }

    private static RefusedRequestException refused(HttpStatus status, String diagnostics) {
        return new RefusedRequestException(status, List.of(new OutcomeIssue("not-supported", diagnostics, null)));
    }
}
