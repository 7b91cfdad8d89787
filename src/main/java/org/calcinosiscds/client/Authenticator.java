package org.calcinosiscds.client;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import org.calcinosiscds.http.RequestLogFilter;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationManagerResolver;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;

/** Checks the token of each call against the endpoint that is called. */
final class Authenticator implements AuthenticationManagerResolver<HttpServletRequest> {
    private final TokenVerifier verifier;
    private final MeterRegistry meters;

    Authenticator(TokenVerifier verifier, MeterRegistry meters) {
        this.verifier = verifier;
        this.meters = meters;
    }

    @Override
    public AuthenticationManager resolve(HttpServletRequest request) {
        return authentication -> {
            try {
                return new Authenticated(verifier.verify(
                        ((BearerTokenAuthenticationToken) authentication).getToken(),
                        new CalledEndpoint(request.getRequestURI())));
            } catch (RefusedTokenException e) {
                meters.counter("calcinosis.tokens.refused", "reason", e.reason().code())
                        .increment();
                request.setAttribute(RequestLogFilter.TOKEN_REFUSED, e.reason().code());
                throw e;
            }
        };
    }
}
