package org.calcinosiscds.cql.property;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.TimeZone;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.opencds.cqf.cql.engine.runtime.DateTime;
import org.opencds.cqf.cql.engine.runtime.Precision;

/**
 * Times of FHIR as the engine represents them, all in one time zone. CQL compares in the offset of the evaluation, but the engine takes
 * the day from a time in the offset in which it was written: 23:30 in New York and 04:30 of the next day in London would be two days.
 */
public final class FhirTimes {
    /** Before it the calendars of Java and of ISO count other days. */
    private static final Instant GREGORIAN = Instant.parse("1583-01-01T00:00:00Z");

    private static final LocalDateTime FIRST = LocalDateTime.parse("0001-01-01T00:00:00");
    private static final LocalDateTime LAST = LocalDateTime.parse("9999-12-31T23:59:59.999");

    private static final int QUARTER = 15 * 60 * 1000;

    private FhirTimes() {}

    /** A date without a time is a day of that zone as it stands. */
    public static DateTime in(ZoneId zone, DateTime time) {
        Precision precision = time.getPrecision();
        OffsetDateTime instant = time.getDateTime();
        return instant == null || precision == null || precision.toDateTimeIndex() < Precision.HOUR.toDateTimeIndex()
                ? time
                : time(instant.atZoneSameInstant(zone).toOffsetDateTime(), precision);
    }

    /** Whether {@link #of} has the engine's answer; the engine has its own way with old years and with odd offsets. */
    static boolean isUsual(BaseDateTimeType source) {
        TimeZone zone = source.getTimeZone();
        return !source.getValue().toInstant().isBefore(GREGORIAN)
                && (zone == null || zone.getRawOffset() % QUARTER == 0);
    }

    static DateTime of(BaseDateTimeType source, ZoneId zone) {
        Instant instant = source.getValue().toInstant();
        return switch (source.getPrecision()) {
            case YEAR -> day(source, Precision.YEAR);
            case MONTH -> day(source, Precision.MONTH);
            case DAY -> day(source, Precision.DAY);
            case MINUTE ->
                time(instant.truncatedTo(ChronoUnit.MINUTES).atZone(zone).toOffsetDateTime(), Precision.MINUTE);
            case SECOND ->
                time(instant.truncatedTo(ChronoUnit.SECONDS).atZone(zone).toOffsetDateTime(), Precision.SECOND);
            case MILLI -> time(instant.atZone(zone).toOffsetDateTime(), Precision.MILLISECOND);
        };
    }

    /** CQL ends with the year 9999; in UTC 9999-12-31T23:59:59-05:00, which says that there is no end, is a moment of the year 10000. */
    private static DateTime time(OffsetDateTime moment, Precision precision) {
        OffsetDateTime representable = moment;
        if (moment.getYear() < FIRST.getYear()) {
            representable = FIRST.atOffset(moment.getOffset());
        } else if (moment.getYear() > LAST.getYear()) {
            representable = LAST.atOffset(moment.getOffset());
        }
        return new DateTime(representable, precision);
    }

    private static DateTime day(BaseDateTimeType source, Precision precision) {
        GregorianCalendar calendar = source.getValueAsCalendar();
        ZoneOffset offset = calendar.toZonedDateTime().getOffset();
        LocalDate date = LocalDate.of(
                calendar.get(Calendar.YEAR),
                precision == Precision.YEAR ? 1 : calendar.get(Calendar.MONTH) + 1,
                precision == Precision.DAY ? calendar.get(Calendar.DAY_OF_MONTH) : 1);
        return new DateTime(OffsetDateTime.of(date, LocalTime.MIDNIGHT, offset), precision);
    }
}
