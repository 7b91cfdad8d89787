package org.calcinosiscds.cdshooks;

import java.security.Principal;
import org.jspecify.annotations.Nullable;

/** Whose cards these are. */
final class Issuer {
    private Issuer() {}

    /** Name of the client that called; empty while the service is open to everybody on its machine. */
    static String of(@Nullable Principal client) {
        return client == null ? "" : client.getName();
    }
}
