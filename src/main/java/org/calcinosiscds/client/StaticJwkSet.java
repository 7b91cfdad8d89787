package org.calcinosiscds.client;

import com.nimbusds.jose.jwk.JWK;
import java.util.List;

/** Keys from a file. */
record StaticJwkSet(List<JWK> keys) implements ClientKeys {
    @Override
    public List<JWK> ofId(String kid) {
        return keys.stream().filter(key -> kid.equals(key.getKeyID())).toList();
    }

    @Override
    public boolean areKnown() {
        return !keys.isEmpty();
    }

    @Override
    public KeyState state() {
        return new KeyState(areKnown(), null, KeyState.NEVER_FETCHED);
    }
}
