package org.calcinosiscds.cql.interpreter;

import org.hl7.elm.r1.As;
import org.hl7.elm.r1.Equal;
import org.hl7.elm.r1.Greater;
import org.hl7.elm.r1.GreaterOrEqual;
import org.hl7.elm.r1.In;
import org.hl7.elm.r1.InValueSet;
import org.hl7.elm.r1.Is;
import org.hl7.elm.r1.Less;
import org.hl7.elm.r1.LessOrEqual;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.elm.executing.AsEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.EqualEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.GreaterEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.GreaterOrEqualEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.InEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.InValueSetEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.IsEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.LessEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.LessOrEqualEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.ValueSetRefEvaluator;
import org.opencds.cqf.cql.engine.execution.State;

/** What compares values, with one another, with a value set or with a type. */
final class ComparisonOperators {
    private ComparisonOperators() {}

    static void addTo(OperatorTable table) {
        table.two(Equal.class, EqualEvaluator::equal)
                .two(Less.class, LessEvaluator::less)
                .two(LessOrEqual.class, LessOrEqualEvaluator::lessOrEqual)
                .two(Greater.class, GreaterEvaluator::greater)
                .two(GreaterOrEqual.class, GreaterOrEqualEvaluator::greaterOrEqual)
                .kind(In.class, ComparisonOperators::in)
                .kind(InValueSet.class, ComparisonOperators::inValueSet)
                .kind(
                        As.class,
                        (e, by, state) -> AsEvaluator.internalEvaluate(
                                by.value(e.getOperand(), state), e, Boolean.TRUE.equals(e.isStrict()), state))
                .kind(
                        Is.class,
                        (e, by, state) -> IsEvaluator.internalEvaluate(e, by.value(e.getOperand(), state), state));
    }

    private static @Nullable Object in(In in, Evaluator by, State state) {
        return InEvaluator.internalEvaluate(
                by.value(in.getOperand().get(0), state),
                by.value(in.getOperand().get(1), state),
                in.getPrecision() == null ? null : in.getPrecision().value(),
                state);
    }

    private static @Nullable Object inValueSet(InValueSet in, Evaluator by, State state) {
        return InValueSetEvaluator.inValueSet(
                by.value(in.getCode(), state),
                in.getValueset() == null
                        ? by.optional(in.getValuesetExpression(), state)
                        : ValueSetRefEvaluator.toValueSet(state, in.getValueset()),
                state);
    }
}
