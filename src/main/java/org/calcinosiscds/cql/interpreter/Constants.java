package org.calcinosiscds.cql.interpreter;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.runtime.Code;
import org.opencds.cqf.cql.engine.runtime.Tuple;
import org.opencds.cqf.cql.engine.runtime.ValueSet;

/** Values that all threads may share. Quantities are not among them: the engine's multiplication changes them. */
final class Constants {
    private Constants() {}

    static boolean isShareable(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return list.stream().allMatch(Constants::isShareable);
        }
        if (value instanceof Tuple tuple) {
            return tuple.getElements().values().stream().allMatch(Constants::isShareable);
        }
        return value == null
                || value instanceof Boolean
                || value instanceof String
                || value instanceof Integer
                || value instanceof BigDecimal
                || value instanceof Code
                || value instanceof ValueSet;
    }

    /** The same, so that a list cannot be changed by accident. */
    static @Nullable Object shared(@Nullable Object value) {
        return value instanceof List<?> list ? Collections.unmodifiableList(new ArrayList<>(list)) : value;
    }
}
