package org.calcinosiscds.client;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.calcinosiscds.http.Priority;
import org.calcinosiscds.json.JsonGuard;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses calls of a client that has no place left before their token is verified, which costs much more than the refusal. The client is
 * the one that the token names; nobody has vouched for that yet, and a false name gains nothing but a refusal.
 */
final class FullShareFilter extends OncePerRequestFilter {
    private final CdsClients clients;
    private final ClientShares shares;
    private final JsonGuard guard;
    private final BearerHeader header = new BearerHeader();

    FullShareFilter(CdsClients clients, ClientShares shares, JsonGuard guard) {
        this.clients = clients;
        this.shares = shares;
        this.guard = guard;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getAttribute(Priority.ATTRIBUTE) instanceof Priority priority) {
            Optional<CdsClient> client = named(request);
            if (client.isPresent()
                    && !shares.places(priority).hasRoom(client.get().share(), priority.percentOfCalls())) {
                shares.refuse(client.get(), priority, request, response);
                return;
            }
        }
        chain.doFilter(request, response);
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
