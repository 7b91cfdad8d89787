package org.calcinosiscds.cql.interpreter;

import org.jspecify.annotations.Nullable;

/**
 * A define: evaluated once in an evaluation.
 *
 * @param position in the values of an evaluation
 */
record Define(int position, Body body) {
    @Nullable
    Object value(Run run) {
        Object known = run.defines[position];
        if (known == null) {
            run.step();
            Object value = body.compiled().evaluate(run);
            run.defines[position] = value == null ? Run.NULL : value;
            return value;
        }
        return Run.NULL.equals(known) ? null : known;
    }
}
