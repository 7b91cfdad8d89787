package org.calcinosiscds.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.calcinosiscds.decision.DecisionSupport;
import org.calcinosiscds.limit.Bulkhead;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses requests beyond the capacity before their body is read. Their clients are not known yet and share nothing here. Discovery,
 * health and reads of knowledge are never refused.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 15)
class AdmissionFilter extends OncePerRequestFilter {
    private static final String HOOKS = "/cds-services/";
    private static final String FHIR = "/fhir";
    private static final String NO_CLIENT = "";

    private final Bulkhead calls;
    private final Bulkhead feedback;
    private final Bulkhead bundles;
    private final OutcomeResponses outcomes;
    private final ObjectProvider<DecisionSupport> decisionSupport;
    private final MeterRegistry meters;

    AdmissionFilter(
            AdmissionSettings settings,
            OutcomeResponses outcomes,
            ObjectProvider<DecisionSupport> decisionSupport,
            MeterRegistry meters) {
        this.calls = new Bulkhead(settings.calls());
        this.feedback = new Bulkhead(settings.feedback());
        this.bundles = new Bulkhead(settings.bundles());
        this.outcomes = outcomes;
        this.decisionSupport = decisionSupport;
        this.meters = meters;
        meters.gauge("calcinosis.admitted", Tags.of("bulkhead", "calls"), calls, Bulkhead::taken);
        meters.gauge("calcinosis.admitted", Tags.of("bulkhead", "feedback"), feedback, Bulkhead::taken);
        meters.gauge("calcinosis.admitted", Tags.of("bulkhead", "bundles"), bundles, Bulkhead::taken);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Priority priority = priority(request);
        if (priority == null) {
            chain.doFilter(request, response);
            return;
        }
        Bulkhead bulkhead = bulkhead(priority);
        if (!bulkhead.enter(NO_CLIENT, 1, priority.percentOfCalls())) {
            meters.counter("calcinosis.shed", "priority", priority.tag()).increment();
            HttpStatus status = HttpStatus.SERVICE_UNAVAILABLE;
            outcomes.write(request, response, status, List.of(OutcomeResponses.issue(status)));
            return;
        }
        request.setAttribute(Priority.ATTRIBUTE, priority);
        try {
            chain.doFilter(request, response);
        } finally {
            bulkhead.leave(NO_CLIENT);
        }
    }

    private Bulkhead bulkhead(Priority priority) {
        return switch (priority) {
            case FEEDBACK -> feedback;
            case BUNDLE -> bundles;
            default -> calls;
        };
    }

    /** Null for what is always let in. */
    private @Nullable Priority priority(HttpServletRequest request) {
        String path = request.getRequestURI();
        if (!HttpMethod.POST.matches(request.getMethod())) {
            return null;
        }
        if (path.startsWith(HOOKS)) {
            return path.endsWith("/feedback") ? Priority.FEEDBACK : ofService(path.substring(HOOKS.length()));
        }
        return path.equals(FHIR) || path.startsWith(FHIR + "/") ? Priority.BUNDLE : null;
    }

    private Priority ofService(String id) {
        return decisionSupport
                .getObject()
                .service(id)
                .map(service -> Priority.ofHook(service.hook()))
                .orElse(Priority.OTHER_HOOK);
    }
}
