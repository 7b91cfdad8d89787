package org.calcinosiscds.knowledge;

import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/** Files in a folder of data that hold none: hidden ones, and what exports write about themselves. */
public final class KnownFiles {
    private static final Pattern OF_EXPORTS = Pattern.compile(
            "_success|_committed.*|_started.*|manifest\\.json|.*\\.(crc|md5|sha1|sha256|sha512|checksum)"
                    + "|(md5|sha1|sha256|sha512)sums?(\\.txt)?|checksums?(\\.txt)?");

    private KnownFiles() {}

    /** Whether there is nothing to read in it. */
    public static boolean isKnown(Path file) {
        return isHidden(file) || OF_EXPORTS.matcher(name(file)).matches();
    }

    /** Whether its name begins with a dot, as of a file or a folder of tools. */
    public static boolean isHidden(Path file) {
        return name(file).startsWith(".");
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    }
}
