package org.calcinosiscds.feedback;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** A key, used through a keyed hash alone. */
final class Secret {
    private static final String ALGORITHM = "HmacSHA256";

    private final byte[] bytes;

    Secret(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    byte[] bytes() {
        return bytes.clone();
    }

    /**
     * Keyed hash of 32 bytes.
     *
     * @param purpose keeps hashes of different uses apart
     */
    byte[] hash(String purpose, String... parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(bytes, ALGORITHM));
            mac.update(purpose.getBytes(StandardCharsets.UTF_8));
            for (String part : parts) {
                byte[] text = part.getBytes(StandardCharsets.UTF_8);
                // With its length before it, no two lists of parts read the same.
                mac.update((":" + text.length + ":").getBytes(StandardCharsets.UTF_8));
                mac.update(text);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HMAC-SHA256.", e);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret secret && MessageDigest.isEqual(bytes, secret.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Secret";
    }
}
