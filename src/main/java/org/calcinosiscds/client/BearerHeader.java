package org.calcinosiscds.client;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.web.authentication.AuthenticationConverter;

/** Takes the token out of the one Authorization header of a call. What is no token at all is handed on to be refused like one. */
final class BearerHeader implements AuthenticationConverter {
    /** Three parts: an encrypted token has five, and nothing here decrypts. */
    private static final Pattern BEARER = Pattern.compile("(?i)Bearer +([\\w-]+\\.[\\w-]+\\.[\\w-]+)");

    private static final String NONE = "none";

    @Override
    public @Nullable Authentication convert(HttpServletRequest request) {
        List<String> headers = Collections.list(request.getHeaders(HttpHeaders.AUTHORIZATION));
        if (headers.isEmpty()) {
            return null;
        }
        String header = headers.get(0);
        if (headers.size() > 1 || header.length() > TokenVerifier.MAX_LENGTH) {
            return new BearerTokenAuthenticationToken(NONE);
        }
        Matcher bearer = BEARER.matcher(header);
        return new BearerTokenAuthenticationToken(bearer.matches() ? bearer.group(1) : NONE);
    }
}
