package org.calcinosiscds.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;

/** In the database, so that all replicas know what one of them has seen. */
final class StoredTokens implements SeenTokens {
    private final Store store;
    private final Duration budget;

    StoredTokens(Store store, Duration budget) {
        this.store = store;
        this.budget = budget;
    }

    @Override
    public boolean isNew(String issuer, String jti, Instant expires) {
        return store.write(
                        budget,
                        jdbc -> jdbc.sql("""
                                insert into jti_seen (issuer, jti, expires) values (:issuer, :jti, :expires)
                                on conflict do nothing""")
                                .param("issuer", issuer)
                                .param("jti", sha256(jti))
                                .param("expires", expires.toEpochMilli())
                                .update())
                == 1;
    }

    private static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }
}
