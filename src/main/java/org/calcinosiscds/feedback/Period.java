package org.calcinosiscds.feedback;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of time.
 *
 * @param from its first instant
 * @param to the first instant after it
 */
public record Period(Instant from, Instant to) {
    private static final Duration MONTH = Duration.ofDays(30);

    /**
     * @param from a date, which begins at 00:00 UTC, or an instant with a time zone; null is 30 days before the end
     * @param to the same; a date is not in the period itself; null is now
     * @throws IllegalArgumentException when one of them is neither
     */
    public static Period of(@Nullable String from, @Nullable String to, Clock clock) {
        Instant end = to == null ? clock.instant() : instant(to);
        return new Period(from == null ? end.minus(MONTH) : instant(from), end);
    }

    private static Instant instant(String text) {
        try {
            return text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "A time must be a date such as 2026-11-21 or an instant such as 2026-11-21T09:00:00Z.");
        }
    }
}
