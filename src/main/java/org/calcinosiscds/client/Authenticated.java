package org.calcinosiscds.client;

import java.util.List;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/** A client that proved who it is. The token is not kept. */
final class Authenticated extends AbstractAuthenticationToken {
    private final transient CdsClient client;

    Authenticated(CdsClient client) {
        super(List.of());
        this.client = client;
        setAuthenticated(true);
    }

    @Override
    public CdsClient getPrincipal() {
        return client;
    }

    @Override
    public String getCredentials() {
        return "";
    }

    @Override
    public String getName() {
        return client.name();
    }
}
