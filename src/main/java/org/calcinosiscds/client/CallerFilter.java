package org.calcinosiscds.client;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.calcinosiscds.http.OutcomeResponses;
import org.calcinosiscds.http.RequestClient;
import org.calcinosiscds.http.WarmUpCalls;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Tells the rest of the service who calls. While the service is open that is everybody, if they call this machine by its own name.
 * Management answers to its own host names, whether clients are configured or not.
 */
final class CallerFilter extends OncePerRequestFilter {
    private final CdsClients clients;
    private final HostNames hosts;
    private final OutcomeResponses outcomes;

    CallerFilter(CdsClients clients, HostNames hosts, OutcomeResponses outcomes) {
        this.clients = clients;
        this.hosts = hosts;
        this.outcomes = outcomes;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (HostNames.isToManagement(request)) {
            if (!hosts.isOfManagement(request)) {
                refuse(request, response, "Management answers to its own host names only.");
                return;
            }
        } else if (clients.isEmpty() && !HostNames.isLoopback(request)) {
            refuse(request, response, "No client is configured, so only localhost is answered.");
            return;
        }
        if (clients.isEmpty() || WarmUpCalls.isOne(request)) {
            request.setAttribute(CdsClient.ATTRIBUTE, clients.open());
        } else if (SecurityContextHolder.getContext().getAuthentication() instanceof Authenticated authenticated) {
            request.setAttribute(CdsClient.ATTRIBUTE, authenticated.getPrincipal());
        }
        if (request.getAttribute(CdsClient.ATTRIBUTE) instanceof CdsClient client) {
            RequestClient.note(request, client.share());
        }
        chain.doFilter(request, response);
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, String why) throws IOException {
        outcomes.write(request, response, HttpStatus.FORBIDDEN, List.of(new OutcomeIssue("forbidden", why, null)));
    }
}
