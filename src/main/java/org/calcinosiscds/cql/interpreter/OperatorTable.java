package org.calcinosiscds.cql.interpreter;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.hl7.elm.r1.AggregateExpression;
import org.hl7.elm.r1.BinaryExpression;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.UnaryExpression;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.execution.State;

/** Operators by the kind of expression that they evaluate. */
final class OperatorTable {
    private final Map<Class<?>, Operator<?>> operators = new HashMap<>();

    interface One {
        @Nullable
        Object of(@Nullable Object operand);
    }

    interface Two {
        @Nullable
        Object of(@Nullable Object left, @Nullable Object right, State state);
    }

    interface OfList {
        @Nullable
        Object of(@Nullable Object source, State state);
    }

    /** What evaluates an expression of this very kind; null when nothing here does. */
    @SuppressWarnings("unchecked") // Each kind was put in with an operator for it.
    @Nullable
    Operator<Expression> of(Expression expression) {
        return (Operator<Expression>) operators.get(expression.getClass());
    }

    Set<Class<?>> kinds() {
        return operators.keySet();
    }

    <E extends Expression> OperatorTable kind(Class<E> kind, Operator<E> operator) {
        operators.put(kind, operator);
        return this;
    }

    /** A kind that depends on nothing but its operand. */
    <E extends UnaryExpression> OperatorTable one(Class<E> kind, One operator) {
        return kind(kind, (expression, by, state) -> operator.of(by.value(expression.getOperand(), state)));
    }

    /** A kind that depends on its two operands and on the settings of the evaluation. */
    <E extends BinaryExpression> OperatorTable two(Class<E> kind, Two operator) {
        return kind(
                kind,
                (expression, by, state) -> operator.of(
                        by.value(expression.getOperand().get(0), state),
                        by.value(expression.getOperand().get(1), state),
                        state));
    }

    /** A kind that makes one value of a list. */
    <E extends AggregateExpression> OperatorTable ofList(Class<E> kind, OfList operator) {
        return kind(kind, (expression, by, state) -> operator.of(by.value(expression.getSource(), state), state));
    }
}
