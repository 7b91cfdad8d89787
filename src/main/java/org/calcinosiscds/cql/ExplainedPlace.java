package org.calcinosiscds.cql;

import org.calcinosiscds.cql.interpreter.Variables;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.Library;
import org.jspecify.annotations.Nullable;

/**
 * Where a condition stands: in a define, or in a function or query with the values that it sees there.
 *
 * @param calls how many functions and queries were entered on the way here
 */
record ExplainedPlace(Library library, ExpressionDef define, Variables variables, int calls) {
    ExplainedPlace(Library library, ExpressionDef define) {
        this(library, define, Variables.NONE, 0);
    }

    /** Within a query here. */
    ExplainedPlace with(Variables others) {
        return new ExplainedPlace(library, define, others, calls + 1);
    }

    boolean isOutside() {
        return calls == 0;
    }

    @Nullable
    Object value(Evaluation evaluation, Expression part) {
        return evaluation.value(library, define, part, variables);
    }
}
