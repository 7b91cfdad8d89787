package org.calcinosiscds.client;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.calcinosiscds.http.OutcomeResponses;
import org.calcinosiscds.outbound.BaseUrl;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Tells the rest of the service who calls. While the service is open that is everybody, if they call this machine by its own name: a
 * web page anywhere could else make a name of its own lead here and read the answers.
 */
final class CallerFilter extends OncePerRequestFilter {
    private final CdsClients clients;
    private final OutcomeResponses outcomes;

    CallerFilter(CdsClients clients, OutcomeResponses outcomes) {
        this.clients = clients;
        this.outcomes = outcomes;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (clients.isEmpty()) {
            if (!isToThisMachine(request)) {
                outcomes.write(
                        request,
                        response,
                        HttpStatus.FORBIDDEN,
                        List.of(new OutcomeIssue(
                                "forbidden", "No client is configured, so only localhost is answered.", null)));
                return;
            }
            request.setAttribute(CdsClient.ATTRIBUTE, clients.open());
        } else if (SecurityContextHolder.getContext().getAuthentication() instanceof Authenticated authenticated) {
            request.setAttribute(CdsClient.ATTRIBUTE, authenticated.getPrincipal());
        }
        chain.doFilter(request, response);
    }

    private static boolean isToThisMachine(HttpServletRequest request) {
        String host = Objects.requireNonNullElse(request.getHeader(HttpHeaders.HOST), "");
        try {
            return host.isEmpty() || BaseUrl.parse("http://" + host).isLoopback();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
