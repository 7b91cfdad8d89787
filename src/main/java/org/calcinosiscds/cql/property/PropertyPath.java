package org.calcinosiscds.cql.property;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.runtime.Tuple;

/** A property path in one expression. Caches the reader for the class of the last value. */
public final class PropertyPath {
    private final String path;
    private final Readers readers;
    private @Nullable Bound latest;

    /** @param kind class of the objects that the reader reads */
    record Bound(Class<?> kind, PropertyReader reader) {}

    /** Finds readers. */
    interface Readers {
        Bound bound(Object target, String path);
    }

    PropertyPath(String path, Readers readers) {
        this.path = path;
        this.readers = readers;
    }

    /**
     * What the engine's {@code Environment.resolvePath} returns, with times in one zone.
     *
     * @param zone of the evaluation
     */
    public @Nullable Object of(@Nullable Object target, ZoneId zone) {
        if (target == null) {
            return null;
        }
        if (target instanceof Tuple tuple) {
            return tuple.getElements().get(path);
        }
        Bound bound = latest;
        if (bound == null || bound.kind() != target.getClass()) {
            bound = readers.bound(target, path);
            latest = bound;
        }
        return bound.reader().read(target, zone);
    }
}
