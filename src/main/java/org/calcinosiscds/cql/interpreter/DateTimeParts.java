package org.calcinosiscds.cql.interpreter;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.runtime.DateTime;
import org.opencds.cqf.cql.engine.runtime.Precision;

/** Makes times of their parts. The engine writes the parts as text and parses it, which takes some hundred times as long. */
final class DateTimeParts {
    private static final BigDecimal MINUTES_OF_HOUR = BigDecimal.valueOf(60);
    private static final int LAST_YEAR = 9999;

    private DateTimeParts() {}

    /**
     * A time that is precise to the millisecond.
     *
     * @param parts year, month, day, hour, minute, second, millisecond
     * @param offset from UTC in hours
     * @return null when a part is absent or not allowed: then the engine decides what that means
     */
    static @Nullable DateTime dateTime(@Nullable Integer[] parts, @Nullable BigDecimal offset) {
        if (offset == null) {
            return null;
        }
        int[] numbers = new int[parts.length];
        for (int i = 0; i < parts.length; i++) {
            Integer part = parts[i];
            if (part == null) {
                return null;
            }
            numbers[i] = part;
        }
        if (numbers[0] < 1 || numbers[0] > LAST_YEAR) {
            return null;
        }
        try {
            int minutes = offset.multiply(MINUTES_OF_HOUR).intValueExact();
            return new DateTime(
                    OffsetDateTime.of(
                            numbers[0],
                            numbers[1],
                            numbers[2],
                            numbers[3],
                            numbers[4],
                            numbers[5],
                            Math.toIntExact(TimeUnit.MILLISECONDS.toNanos(numbers[6])),
                            ZoneOffset.ofTotalSeconds(Math.toIntExact(TimeUnit.MINUTES.toSeconds(minutes)))),
                    Precision.MILLISECOND);
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
    }
}
