package org.calcinosiscds.client;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.calcinosiscds.http.Endpoints;
import org.calcinosiscds.http.Priority;
import org.calcinosiscds.json.JsonGuard;
import org.calcinosiscds.limit.Bulkhead;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;

/**
 * Gives each call a place of its client for as long as it is answered, or refuses it. It is in front of all filters and of the verification
 * of the token, which cost several times as much as a refusal. The client is the one that the token names: a call with a false name has
 * a place of that client only until its token is refused, and its body is not read. Calls that name no known client go on without a
 * place, to be refused.
 */
final class AdmissionValve extends ValveBase {
    private final Endpoints endpoints;
    private final CdsClients clients;
    private final ClientShares shares;
    private final JsonGuard guard;
    private final BearerHeader header = new BearerHeader();

    AdmissionValve(Endpoints endpoints, CdsClients clients, ClientShares shares, JsonGuard guard) {
        super(true);
        this.endpoints = endpoints;
        this.clients = clients;
        this.shares = shares;
        this.guard = guard;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        Priority priority = endpoints.priority(request);
        if (priority == null) {
            getNext().invoke(request, response);
            return;
        }
        request.setAttribute(Priority.ATTRIBUTE, priority);
        Optional<CdsClient> client = named(request);
        if (client.isEmpty()) {
            getNext().invoke(request, response);
            return;
        }
        String share = client.get().share();
        Bulkhead places = shares.places(priority);
        if (!places.enter(share, 1, priority.percentOfCalls())) {
            shares.refuse(client.get(), priority, request, response);
            return;
        }
        try {
            getNext().invoke(request, response);
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
