package org.calcinosiscds.population;

import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;

/** More failed than is allowed. */
final class TooManyErrorsException extends RuntimeException {
    private static final int SHOWN = 10;

    /** @param what {@code lines} or {@code patients} @param codes how many failed, by the code of the reason */
    TooManyErrorsException(String what, long number, Map<String, Long> codes) {
        super("Too many of %d %s could not be assessed: %s. --max-errors allows more."
                .formatted(
                        number,
                        what,
                        codes.entrySet().stream()
                                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
                                .limit(SHOWN)
                                .map(code -> code.getKey() + " " + code.getValue())
                                .collect(Collectors.joining(", "))));
    }
}
