package org.calcinosiscds.cql;

import java.time.ZoneId;
import org.calcinosiscds.cql.property.FhirTimes;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.data.CompositeDataProvider;
import org.opencds.cqf.cql.engine.model.ModelResolver;
import org.opencds.cqf.cql.engine.retrieve.RetrieveProvider;
import org.opencds.cqf.cql.engine.runtime.DateTime;

/** The record as the engine reads it, with all its times in one time zone; see {@link FhirTimes}. */
final class ZonedData extends CompositeDataProvider {
    private final ZoneId zone;

    ZonedData(ModelResolver model, RetrieveProvider record, ZoneId zone) {
        super(model, record);
        this.zone = zone;
    }

    @Override
    public @Nullable Object resolvePath(@Nullable Object target, @Nullable String path) {
        Object value = super.resolvePath(target, path);
        return value instanceof DateTime time ? FhirTimes.in(zone, time) : value;
    }
}
