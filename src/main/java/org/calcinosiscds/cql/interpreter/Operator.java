package org.calcinosiscds.cql.interpreter;

import org.hl7.elm.r1.Expression;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.execution.State;

/** Evaluates one kind of expression: its operands by the {@link Evaluator}, itself by the engine's evaluator. */
interface Operator<E extends Expression> {
    @Nullable
    Object evaluate(E expression, Evaluator by, State state);
}
