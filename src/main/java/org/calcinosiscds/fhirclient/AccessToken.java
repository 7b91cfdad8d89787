package org.calcinosiscds.fhirclient;

import java.util.Optional;
import java.util.regex.Pattern;

/** The access token of one call, for one server. It is attached to single requests and never printed. */
public final class AccessToken {
    private static final Pattern BEARER = Pattern.compile("[A-Za-z0-9\\-._~+/]{1,8192}=*");

    private final char[] token;

    private AccessToken(char[] token) {
        this.token = token;
    }

    /** Empty when the text cannot be a bearer token (RFC 6750, 2.1); it could else break out of its header. */
    public static Optional<AccessToken> of(String text) {
        return BEARER.matcher(text).matches() ? Optional.of(new AccessToken(text.toCharArray())) : Optional.empty();
    }

    String header() {
        return "Bearer " + new String(token);
    }

    @Override
    public String toString() {
        return "Bearer ***";
    }
}
