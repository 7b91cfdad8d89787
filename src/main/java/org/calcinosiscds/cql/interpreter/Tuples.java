package org.calcinosiscds.cql.interpreter;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.runtime.Tuple;

/** Tuples of the engine, whose type does not say that an element may be null. */
final class Tuples {
    private Tuples() {}

    /** One object for each name, so that maps compare no characters. */
    static String name(@Nullable String name) {
        return String.valueOf(name).intern();
    }

    /** A tuple for so many elements. */
    static Tuple ofSize(int size) {
        return new Tuple().withElements(new LinkedHashMap<>(2 * size));
    }

    @SuppressWarnings("unchecked") // The same map.
    static Map<String, @Nullable Object> elements(Tuple tuple) {
        return (Map<String, @Nullable Object>) (Map<?, ?>) tuple.getElements();
    }
}
