package org.calcinosiscds.authoring;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The page of each code of a finding: what it means, why it matters to a patient, a wrong and a right example. */
public final class Explanations {
    private static final Pattern CODE = Pattern.compile("CDS\\d{3}");

    private Explanations() {}

    /** @param code such as {@code CDS012}; nothing when there is no such code */
    public static Optional<String> of(String code) {
        String name = code.toUpperCase(Locale.ROOT);
        if (!CODE.matcher(name).matches()) {
            return Optional.empty();
        }
        try (InputStream page = Explanations.class.getResourceAsStream("/checks/" + name + ".md")) {
            return page == null
                    ? Optional.empty()
                    : Optional.of(new String(page.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
