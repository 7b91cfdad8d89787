package org.calcinosiscds.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.calcinosiscds.json.Limits;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses bodies that are too large, compressed, not UTF-8, or more than there is memory for, before they are read. Neither Tomcat nor
 * Spring limits a JSON body.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 20)
class RequestLimits extends OncePerRequestFilter {
    /** Paths without path parameters, double slashes at the start or an encoded first segment: Spring fails on those, and no endpoint needs them. */
    private static final Pattern ADDRESS = Pattern.compile("/(?:[^/%;][^/%;]*(?:/[^;]*)?)?");

    /** In a query HAPI fails on it. */
    private static final Pattern UNDECODABLE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    private final Limits limits;
    private final OutcomeResponses outcomes;
    private final BodyMemoryBudget budget;
    private final Endpoints endpoints;

    RequestLimits(Limits limits, OutcomeResponses outcomes, BodyMemoryBudget budget, Endpoints endpoints) {
        this.limits = limits;
        this.outcomes = outcomes;
        this.budget = budget;
        this.endpoints = endpoints;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<BodyType> type = BodyType.decide(request, endpoints.takesStream(request));
        HttpStatus refusal = refusal(request, type);
        if (refusal != null) {
            outcomes.write(request, response, refusal, List.of(OutcomeResponses.issue(refusal)));
            return;
        }
        type.orElseThrow().noteIn(request);
        if (type.get().isStream()) {
            chain.doFilter(request, response);
            return;
        }
        LimitedRequest limited = new LimitedRequest(request, limits, budget);
        try {
            chain.doFilter(limited, response);
        } finally {
            limited.leave();
        }
    }

    private @Nullable HttpStatus refusal(HttpServletRequest request, Optional<BodyType> type) {
        if (!ADDRESS.matcher(request.getRequestURI()).matches()
                || UNDECODABLE
                        .matcher(Objects.requireNonNullElse(request.getQueryString(), ""))
                        .find()) {
            return HttpStatus.BAD_REQUEST;
        }
        boolean isStream = type.isPresent() && type.get().isStream();
        if (!isStream && request.getContentLengthLong() > limits.body()) {
            return HttpStatus.CONTENT_TOO_LARGE;
        }
        return request.getHeader(HttpHeaders.CONTENT_ENCODING) != null || type.isEmpty()
                ? HttpStatus.UNSUPPORTED_MEDIA_TYPE
                : null;
    }

    /** Watches the bodies that do not say how long they are, or take their time. */
    private static final class LimitedRequest extends HttpServletRequestWrapper {
        private final Limits limits;
        private final BodyMemoryBudget budget;
        private @Nullable LimitedStream stream;

        LimitedRequest(HttpServletRequest request, Limits limits, BodyMemoryBudget budget) {
            super(request);
            this.limits = limits;
            this.budget = budget;
        }

        void leave() {
            if (stream != null) {
                stream.leave();
            }
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            if (stream == null) {
                Priority priority = getAttribute(Priority.ATTRIBUTE) instanceof Priority known ? known : Priority.OTHER;
                stream = new LimitedStream(
                        super.getInputStream(),
                        limits,
                        budget,
                        RequestClient.of(this),
                        priority,
                        getContentLengthLong());
            }
            return stream;
        }
    }
}
