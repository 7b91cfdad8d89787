package org.calcinosiscds.cql.property;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** Reads one property of objects of one class. */
@FunctionalInterface
interface PropertyReader {
    /** @param zone in which a time is returned */
    @Nullable
    Object read(Object target, ZoneId zone);
}
