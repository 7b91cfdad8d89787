package org.calcinosiscds.population;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which lines are checked as the service checks them, and sorted. */
enum Strict {
    /** All lines. */
    ALL,
    /** Those that rules may read. Of the others only the type and the patient are looked at, and nobody sees their flaws. */
    READ;

    String option() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Strict> of(String option) {
        return Arrays.stream(values())
                .filter(each -> each.option().equals(option))
                .findFirst();
    }

    static String options() {
        return Arrays.stream(values()).map(Strict::option).collect(Collectors.joining(", "));
    }
}
