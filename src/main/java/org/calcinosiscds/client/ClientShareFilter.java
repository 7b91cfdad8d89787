package org.calcinosiscds.client;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.calcinosiscds.http.Priority;
import org.calcinosiscds.json.JsonGuard;
import org.calcinosiscds.limit.Bulkhead;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Gives each call a place of its client for as long as it is answered, or refuses it. This comes before the token is verified, which
 * costs much more than a refusal: the client is the one that the token names. A call with a false name has a place of that client only
 * until its token is refused, and its body is not read. Calls that name no known client are refused without a place.
 */
final class ClientShareFilter extends OncePerRequestFilter {
    private final CdsClients clients;
    private final ClientShares shares;
    private final JsonGuard guard;
    private final BearerHeader header = new BearerHeader();

    ClientShareFilter(CdsClients clients, ClientShares shares, JsonGuard guard) {
        this.clients = clients;
        this.shares = shares;
        this.guard = guard;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<CdsClient> client = named(request);
        if (!(request.getAttribute(Priority.ATTRIBUTE) instanceof Priority priority) || client.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        String share = client.get().share();
        Bulkhead places = shares.places(priority);
        if (!places.enter(share, 1, priority.percentOfCalls())) {
            shares.refuse(client.get(), priority, request, response);
            return;
        }
        try {
            chain.doFilter(request, response);
        } finally {
            places.leave(share);
        }
    }

    private Optional<CdsClient> named(HttpServletRequest request) {
        if (clients.isEmpty()) {
            return Optional.of(clients.open());
        }
        try {
            return header.convert(request) instanceof BearerTokenAuthenticationToken bearer
                    ? TokenParts.of(bearer.getToken(), guard)
                            .claim("iss")
                            .flatMap(clients::ofIssuer)
                            .map(CdsClients.Trusted::client)
                    : Optional.empty();
        } catch (RefusedTokenException e) {
            // Refused where tokens are verified.
            return Optional.empty();
        }
    }
}
