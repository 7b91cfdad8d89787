package org.calcinosiscds.population;

import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The key with which scratch files are encrypted.
 *
 * @param digits of 256 bits, hexadecimal
 */
record ScratchKey(String digits) implements Serializable {
    private static final Pattern DIGITS = Pattern.compile("[0-9a-fA-F]{64}");

    /** @throws IllegalArgumentException when the file holds something else */
    static ScratchKey read(Path file) throws IOException {
        String digits = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).strip();
        if (!DIGITS.matcher(digits).matches()) {
            throw new IllegalArgumentException(
                    "--scratch-key must be a file with 64 hexadecimal digits, as openssl rand -hex 32 writes them.");
        }
        return new ScratchKey(digits);
    }

    /** Tells keys apart, and does not tell the key. */
    String sha256() {
        MessageDigest digest = Folder.sha256();
        return HexFormat.of().formatHex(digest.digest(digits.getBytes(StandardCharsets.US_ASCII)));
    }

    @Override
    public String toString() {
        return "ScratchKey";
    }
}
