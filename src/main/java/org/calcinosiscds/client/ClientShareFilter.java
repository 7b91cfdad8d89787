package org.calcinosiscds.client;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.calcinosiscds.http.Priority;
import org.calcinosiscds.limit.Bulkhead;
import org.springframework.web.filter.OncePerRequestFilter;

/** Gives each call of a known client a place for as long as it is answered, or refuses it. */
final class ClientShareFilter extends OncePerRequestFilter {
    private final ClientShares shares;

    ClientShareFilter(ClientShares shares) {
        this.shares = shares;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!(request.getAttribute(Priority.ATTRIBUTE) instanceof Priority priority)
                || !(request.getAttribute(CdsClient.ATTRIBUTE) instanceof CdsClient client)) {
            chain.doFilter(request, response);
            return;
        }
        Bulkhead places = shares.places(priority);
        if (!places.enter(client.share(), 1, priority.percentOfCalls())) {
            shares.refuse(client, priority, request, response);
            return;
        }
        try {
            chain.doFilter(request, response);
        } finally {
            places.leave(client.share());
        }
    }
}
