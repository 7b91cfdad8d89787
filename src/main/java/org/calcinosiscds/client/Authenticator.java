package org.calcinosiscds.client;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Set;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationManagerResolver;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;

/** Checks the token of each call against the endpoint that is called. */
final class Authenticator implements AuthenticationManagerResolver<HttpServletRequest> {
    private static final String FEEDBACK = "/feedback";
    private static final String FHIR = "/fhir";

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
                        endpoints(request.getRequestURI())));
            } catch (RefusedTokenException e) {
                meters.counter(
                                "calcinosis.tokens.refused",
                                "reason",
                                e.reason().name().toLowerCase(Locale.ROOT))
                        .increment();
                throw e;
            }
        };
    }

    /**
     * What a token for this path may name as its audience. The specification says the service's endpoint, and leaves open whether
     * feedback to a service is one of its own; FHIR clients know a base URL and no endpoints.
     */
    private static Set<String> endpoints(String path) {
        if (path.endsWith(FEEDBACK)) {
            return Set.of(path, path.substring(0, path.length() - FEEDBACK.length()));
        }
        return path.startsWith(FHIR + "/") ? Set.of(path, FHIR) : Set.of(path);
    }
}
