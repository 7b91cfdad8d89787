package org.calcinosiscds.client;

import com.nimbusds.jose.jwk.JWK;
import java.util.List;

/** The public keys of a client. */
interface ClientKeys {
    /** Those of that id, which is nothing but a name; none when it is unknown. */
    List<JWK> ofId(String kid);

    /** Whether any are known, so that the client's calls can be answered. */
    boolean areKnown();

    /** What an operator is told of them. */
    KeyState state();
}
