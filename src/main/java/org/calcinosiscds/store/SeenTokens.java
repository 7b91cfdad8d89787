package org.calcinosiscds.store;

import java.time.Instant;

/** Remembers tokens until they expire, so that none is accepted twice. */
public interface SeenTokens {
    /**
     * Notes a token. Only for tokens whose signature was verified: strangers could else fill the memory.
     *
     * @param issuer {@code iss} of the token
     * @param jti its id; kept as a hash
     * @param expires when it may be forgotten
     * @return true when it was not seen before
     * @throws StoreUnavailableException when the database did not respond before the timeout
     */
    boolean isNew(String issuer, String jti, Instant expires);
}
