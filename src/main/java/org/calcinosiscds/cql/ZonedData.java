package org.calcinosiscds.cql;

import java.time.OffsetDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.data.CompositeDataProvider;
import org.opencds.cqf.cql.engine.model.ModelResolver;
import org.opencds.cqf.cql.engine.retrieve.RetrieveProvider;
import org.opencds.cqf.cql.engine.runtime.DateTime;
import org.opencds.cqf.cql.engine.runtime.Precision;

/**
 * The record with all its times in one time zone. CQL compares in the offset of the evaluation, but the engine takes the day from a
 * time in the offset in which it was written: 23:30 in New York and 04:30 of the next day in London would be two days.
 */
final class ZonedData extends CompositeDataProvider {
    private final ZoneId zone;

    ZonedData(ModelResolver model, RetrieveProvider record, ZoneId zone) {
        super(model, record);
        this.zone = zone;
    }

    @Override
    public @Nullable Object resolvePath(@Nullable Object target, @Nullable String path) {
        Object value = super.resolvePath(target, path);
        return value instanceof DateTime time ? local(time) : value;
    }

    /** A date without a time is a day of that zone as it stands. */
    private DateTime local(DateTime time) {
        Precision precision = time.getPrecision();
        OffsetDateTime instant = time.getDateTime();
        return instant == null || precision == null || precision.toDateTimeIndex() < Precision.HOUR.toDateTimeIndex()
                ? time
                : new DateTime(instant.atZoneSameInstant(zone).toOffsetDateTime(), precision);
    }
}
