package org.calcinosiscds.knowledge;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which content it is.
 *
 * @param name {@code packaged}, or {@code folder} and the last part of its path
 * @param sha256 SHA-256 of the paths and texts of its files, in lower-case hexadecimal digits; without what a site adds
 */
public record ContentIdentity(String name, String sha256) {
    /** @param texts by path, as of {@link Content#texts} */
    public static ContentIdentity of(String name, Map<String, String> texts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            new TreeMap<>(texts).forEach((path, text) -> {
                digest.update(path.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
                digest.update(text.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            });
            return new ContentIdentity(name, HexFormat.of().formatHex(digest.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256.", e);
        }
    }
}
