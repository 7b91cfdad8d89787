package org.calcinosiscds.client;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.calcinosiscds.http.OutcomeResponses;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsUtils;
import org.springframework.web.cors.DefaultCorsProcessor;

/**
 * Lets the web pages of clients call from the browser: exactly their origins, and never with cookies. A call of another origin is
 * answered without permission to read the answer, as one without an origin is: gateways pass on headers they do not understand.
 */
final class ClientOrigins extends DefaultCorsProcessor {
    private final CorsConfiguration configuration = new CorsConfiguration();
    private final OutcomeResponses outcomes;

    ClientOrigins(Set<String> origins, OutcomeResponses outcomes) {
        this.outcomes = outcomes;
        configuration.setAllowedOrigins(List.copyOf(origins));
        configuration.setAllowedMethods(List.of("GET", "POST"));
        configuration.setAllowedHeaders(
                List.of(HttpHeaders.AUTHORIZATION, HttpHeaders.CONTENT_TYPE, "traceparent", "tracestate"));
        configuration.setExposedHeaders(List.of(HttpHeaders.ETAG, HttpHeaders.RETRY_AFTER));
        configuration.setMaxAge(Duration.ofHours(1));
    }

    CorsConfiguration configuration() {
        return configuration;
    }

    @Override
    public boolean processRequest(
            @Nullable CorsConfiguration config, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (config == null) {
            return true;
        }
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin != null && !CorsUtils.isPreFlightRequest(request) && config.checkOrigin(origin) == null) {
            response.addHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
            return true;
        }
        if (CorsUtils.isPreFlightRequest(request) && config.checkOrigin(origin) == null) {
            response.addHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
            outcomes.write(
                    request,
                    response,
                    HttpStatus.FORBIDDEN,
                    List.of(new OutcomeIssue("forbidden", "This origin is not one of a client's.", null)));
            return false;
        }
        return super.processRequest(config, request, response);
    }
}
