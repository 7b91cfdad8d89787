package org.calcinosiscds.time;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The moment the rules treat as now, in the time zone whose calendar days the rules count.
 *
 * <p>A date in a record is a day where the patient is. So the offset that a caller writes is kept, and without one the configured zone
 * of the caller holds. One zone holds for a whole evaluation: old instants are placed on the days of that zone, with its daylight
 * saving time of then.
 */
public final class AsOf {
    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private AsOf() {}

    /**
     * The moment that a text names, or now; precise to the millisecond.
     *
     * @param text an instant of ISO 8601 with an offset; null for now. A blank before the offset is read as the {@code +} that it was
     *     before somebody decoded it as part of a form
     * @param zone of the caller, in which an instant is placed whose offset is that of the zone at that instant
     * @throws DateTimeException when it is no such instant, or not between 1900 and 2200
     */
    public static ZonedDateTime of(@Nullable String text, ZoneId zone, Clock clock) {
        return text == null ? clock.instant().atZone(zone).truncatedTo(ChronoUnit.MILLIS) : of(text, zone);
    }

    /**
     * The moment that a text names, as {@link #of(String, ZoneId, Clock)} reads it.
     *
     * @throws DateTimeException when it is no such instant, or not between 1900 and 2200
     */
    public static ZonedDateTime of(String text, ZoneId zone) {
        OffsetDateTime parsed = OffsetDateTime.parse(text.replace(' ', '+')).truncatedTo(ChronoUnit.MILLIS);
        Instant instant = parsed.toInstant();
        if (instant.isBefore(EARLIEST) || !instant.isBefore(LATEST)) {
            throw new DateTimeException("The instant is not between 1900 and 2200.");
        }
        return zone.getRules().getOffset(instant).equals(parsed.getOffset())
                ? instant.atZone(zone)
                : parsed.atZoneSameInstant(parsed.getOffset());
    }

    /** As FHIR writes a dateTime or an instant: with seconds and the offset. */
    public static String text(ZonedDateTime moment) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(moment);
    }
}
