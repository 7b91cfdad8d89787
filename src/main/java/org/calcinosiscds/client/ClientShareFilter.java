package org.calcinosiscds.client;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.calcinosiscds.http.AdmissionSettings;
import org.calcinosiscds.http.OutcomeResponses;
import org.calcinosiscds.http.Priority;
import org.calcinosiscds.limit.Bulkhead;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses calls of a client that has more than its share of what is answered at a time while others need theirs. Calls were admitted
 * before their client was known; an eighth of the places stays free for those whose client is not known yet.
 */
final class ClientShareFilter extends OncePerRequestFilter {
    private final Bulkhead calls;
    private final Bulkhead feedback;
    private final Bulkhead bundles;
    private final OutcomeResponses outcomes;
    private final MeterRegistry meters;

    ClientShareFilter(
            ClientBulkheads bulkheads, AdmissionSettings settings, OutcomeResponses outcomes, MeterRegistry meters) {
        this.calls = shares(bulkheads, settings.calls());
        this.feedback = shares(bulkheads, settings.feedback());
        this.bundles = shares(bulkheads, settings.bundles());
        this.outcomes = outcomes;
        this.meters = meters;
    }

    private static Bulkhead shares(ClientBulkheads bulkheads, int places) {
        return bulkheads.ofSize(bulkheads.areShared() ? places - places / 8 : places);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!(request.getAttribute(Priority.ATTRIBUTE) instanceof Priority priority)
                || !(request.getAttribute(CdsClient.ATTRIBUTE) instanceof CdsClient client)) {
            chain.doFilter(request, response);
            return;
        }
        Bulkhead bulkhead = bulkhead(priority);
        if (!bulkhead.enter(client.share(), 1, priority.percentOfCalls())) {
            meters.counter("calcinosis.shares.exceeded", "client", client.name())
                    .increment();
            HttpStatus status = HttpStatus.SERVICE_UNAVAILABLE;
            outcomes.write(request, response, status, List.of(OutcomeResponses.issue(status)));
            return;
        }
        try {
            chain.doFilter(request, response);
        } finally {
            bulkhead.leave(client.share());
        }
    }

    private Bulkhead bulkhead(Priority priority) {
        return switch (priority) {
            case FEEDBACK -> feedback;
            case BUNDLE -> bundles;
            default -> calls;
        };
    }
}
