package org.calcinosiscds.workbench;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Permits writing files. New at each start and only in the address that the service prints. */
@Component
@InAuthoringMode
final class WorkbenchToken {
    /** Name of the request header that carries it. */
    static final String HEADER = "X-Workbench-Token";

    private static final int BYTES = 16;

    private final String value;

    WorkbenchToken() {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        this.value = HexFormat.of().formatHex(random);
    }

    String value() {
        return value;
    }

    boolean isValid(@Nullable String given) {
        return given != null
                && MessageDigest.isEqual(
                        value.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
