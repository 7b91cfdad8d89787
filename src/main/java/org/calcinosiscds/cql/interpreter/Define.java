package org.calcinosiscds.cql.interpreter;

import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.List;
import org.hl7.elm.r1.Literal;
import org.jspecify.annotations.Nullable;

/**
 * A define: evaluated once in an evaluation.
 *
 * @param position in the values of an evaluation
 * @param isWritten whether its value stands in the text of the library, as that of a number or of a list of words
 */
record Define(int position, Body body, boolean isWritten) {
    static boolean isWritten(@Nullable Expression expression) {
        return expression instanceof Literal
                || (expression instanceof List list
                        && list.getElement().stream().allMatch(Define::isWritten));
    }

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
