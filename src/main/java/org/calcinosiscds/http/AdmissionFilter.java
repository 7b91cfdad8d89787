package org.calcinosiscds.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.calcinosiscds.decision.DecisionSupport;
import org.calcinosiscds.limit.Bulkhead;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses requests beyond the capacity before their body is read. Their clients are not known yet and share nothing here, so there are
 * a third more places than calls may be answered at a time: those of a client whose calls are refused next do not keep others out.
 * Discovery, health and reads of knowledge are never refused.
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
        this.calls = bulkhead(settings.calls());
        this.feedback = bulkhead(settings.feedback());
        this.bundles = bulkhead(settings.bundles());
        this.outcomes = outcomes;
        this.decisionSupport = decisionSupport;
        this.meters = meters;
        meters.gauge("calcinosis.admitted", Tags.of("bulkhead", "calls"), calls, Bulkhead::taken);
        meters.gauge("calcinosis.admitted", Tags.of("bulkhead", "feedback"), feedback, Bulkhead::taken);
        meters.gauge("calcinosis.admitted", Tags.of("bulkhead", "bundles"), bundles, Bulkhead::taken);
    }

    private static Bulkhead bulkhead(int places) {
        return new Bulkhead(places + Math.max(1, places / 3));
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
            outcomes.writeBusy(request, response);
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
