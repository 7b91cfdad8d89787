package org.calcinosiscds.client;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.calcinosiscds.http.OutcomeResponses;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Enforces per-client rate limits. It runs after the token was verified: invented tokens must not use up the calls of a client. Each
 * replica counts for itself.
 */
final class CallRateFilter extends OncePerRequestFilter {
    private final Map<String, CallRate> rates = new HashMap<>();
    private final OutcomeResponses outcomes;
    private final MeterRegistry meters;

    CallRateFilter(CdsClients clients, OutcomeResponses outcomes, MeterRegistry meters) {
        this.outcomes = outcomes;
        this.meters = meters;
        clients.all().stream()
                .map(CdsClients.Trusted::settings)
                .filter(client -> client.callsPerSecond() > 0)
                .forEach(client -> rates.computeIfAbsent(
                        client.name(), name -> new CallRate(client.callsPerSecond(), System::nanoTime)));
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getAttribute(CdsClient.ATTRIBUTE) instanceof CdsClient client) {
            CallRate rate = rates.get(client.share());
            Duration wait = rate == null ? Duration.ZERO : rate.take();
            if (!wait.isZero()) {
                refuse(client, wait, request, response);
                return;
            }
        }
        chain.doFilter(request, response);
    }

    private void refuse(CdsClient client, Duration wait, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        meters.counter("calcinosis.calls.limited", "client", client.name()).increment();
        response.setHeader(
                HttpHeaders.RETRY_AFTER,
                String.valueOf(wait.plusSeconds(1).minusNanos(1).toSeconds()));
        HttpStatus status = HttpStatus.TOO_MANY_REQUESTS;
        outcomes.write(request, response, status, List.of(OutcomeResponses.issue(status)));
    }
}
