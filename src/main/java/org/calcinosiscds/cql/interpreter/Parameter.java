package org.calcinosiscds.cql.interpreter;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A parameter of CQL.
 *
 * @param position in the values of an evaluation
 * @param qualifiedName with the name of the library, for a value that only this library is given
 * @param byDefault null when there is no default
 */
record Parameter(
        int position,
        String name,
        String qualifiedName,
        @Nullable Body byDefault) {
    /** What the caller gave for this library, what it gave for all, or the default. */
    @Nullable
    Object value(Run run) {
        Object known = run.parameters[position];
        if (known == null) {
            Object value = find(run);
            run.parameters[position] = value == null ? Run.NULL : value;
            return value;
        }
        return Run.NULL.equals(known) ? null : known;
    }

    private @Nullable Object find(Run run) {
        Map<String, Object> values = run.state().getParameters();
        if (values.containsKey(qualifiedName)) {
            return values.get(qualifiedName);
        }
        if (values.containsKey(name)) {
            return values.get(name);
        }
        return byDefault == null ? null : byDefault.compiled().evaluate(run);
    }
}
