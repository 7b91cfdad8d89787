package org.calcinosiscds.cql.interpreter;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.runtime.Tuple;

/** Tuples of the engine, whose type does not say that an element may be null. */
final class Tuples {
    private Tuples() {}

    @SuppressWarnings("unchecked") // The same map.
    static Map<String, @Nullable Object> elements(Tuple tuple) {
        return (Map<String, @Nullable Object>) (Map<?, ?>) tuple.getElements();
    }
}
