package org.calcinosiscds.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.calcinosiscds.http.Endpoints;
import org.calcinosiscds.http.LogEntry;
import org.calcinosiscds.http.LogField;
import org.calcinosiscds.http.WarmUpCalls;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * A span for each call of a hook or of FHIR, below that of the client if it sends one.
 *
 * <p>What may be in it is listed here and not what may not: no address, no header, no message of an exception. Nothing is passed on to
 * FHIR servers: they belong to another organisation, which has no use for our trace ids.
 */
final class CallSpans extends OncePerRequestFilter {
    private static final Set<String> TEXTS =
            Set.of("client", "service", "hook", "hookInstance", "operation", "code", "place");

    /** What a span is named for: a call is of a service of CDS Hooks or of an operation of FHIR. */
    private static final Set<String> NAMES = Set.of("service", "operation");

    private static final Set<String> COUNTS = Set.of(
            "resources",
            "dropped",
            "rules",
            "cards",
            "snoozed",
            "feedback",
            "new",
            "patients",
            "assessed",
            "errors",
            "leftOver");

    private final Tracer tracer;
    private final Endpoints endpoints;

    CallSpans(Tracer tracer, Endpoints endpoints) {
        this.tracer = tracer;
        this.endpoints = endpoints;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        boolean isCall = endpoints.isHook(request) || endpoints.isFhir(request);
        if (!isCall || WarmUpCalls.isOne(request)) {
            chain.doFilter(request, response);
            return;
        }
        Context parent = W3CTraceContextPropagator.getInstance().extract(Context.root(), request, new TraceParent());
        Span span = tracer.spanBuilder("call")
                .setParent(parent)
                .setSpanKind(SpanKind.SERVER)
                .startSpan();
        try {
            chain.doFilter(request, response);
        } finally {
            describe(span, request, response.getStatus());
            span.end();
        }
    }

    private static void describe(Span span, HttpServletRequest request, int status) {
        span.setAttribute("http.response.status_code", status);
        if (status >= 500) {
            span.setStatus(StatusCode.ERROR);
        }
        if (request.getAttribute(LogEntry.ATTRIBUTE) instanceof LogEntry call) {
            call.fields().forEach(field -> describe(span, field));
        }
    }

    private static void describe(Span span, LogField field) {
        if (field instanceof LogField.Count count && COUNTS.contains(field.name())) {
            span.setAttribute("calcinosis." + field.name(), count.value());
        } else if (field instanceof LogField.Text text && TEXTS.contains(field.name())) {
            span.setAttribute("calcinosis." + field.name(), text.value());
            if (NAMES.contains(field.name())) {
                span.updateName(text.value());
            }
        }
    }

    /** The id of the client's span alone: the other fields of the standard are free text. */
    private static final class TraceParent implements TextMapGetter<HttpServletRequest> {
        private static final String HEADER = "traceparent";

        @Override
        public Iterable<String> keys(HttpServletRequest request) {
            return List.of(HEADER);
        }

        @Override
        public @Nullable String get(@Nullable HttpServletRequest request, String key) {
            return request == null || !key.equals(HEADER) ? null : request.getHeader(HEADER);
        }
    }
}
