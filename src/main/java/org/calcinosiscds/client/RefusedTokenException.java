package org.calcinosiscds.client;

import java.util.Locale;
import org.springframework.security.core.AuthenticationException;

/** A token that is not accepted. The reason is counted and logged but never returned, as it would help an attacker. */
final class RefusedTokenException extends AuthenticationException {

    /** A closed set, for the metric and the log; docs/integrating-an-ehr.md gives cause and cure of each. */
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
        REPLAY;

        /** As the metric and the log name it. */
        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
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
