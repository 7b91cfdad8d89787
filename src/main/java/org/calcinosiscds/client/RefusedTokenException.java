package org.calcinosiscds.client;

import org.springframework.security.core.AuthenticationException;

/** A token that is not accepted. Why is counted and told to nobody, as it would help whoever forges tokens. */
final class RefusedTokenException extends AuthenticationException {

    /** A closed set, for the metric. */
    enum Reason {
        MALFORMED,
        HEADER,
        ALGORITHM,
        ISSUER,
        JKU,
        KEY,
        SIGNATURE,
        AUDIENCE,
        TIME,
        TENANT,
        REPLAY
    }

    private final Reason reason;

    RefusedTokenException(Reason reason) {
        super("The token is not accepted.");
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }
}
