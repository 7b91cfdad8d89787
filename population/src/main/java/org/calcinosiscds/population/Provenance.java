package org.calcinosiscds.population;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whose the records are, as far as whoever runs it, or the export, says so. */
enum Provenance {
    SYNTHETIC,
    REAL,
    UNKNOWN;

    String option() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Provenance> of(String option) {
        return Arrays.stream(values())
                .filter(each -> each.option().equals(option))
                .findFirst();
    }

    static String options() {
        return Arrays.stream(values()).map(Provenance::option).collect(Collectors.joining(", "));
    }
}
