package org.calcinosiscds.cql.interpreter;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.calcinosiscds.cql.interpreter.Compilation.Operator;
import org.hl7.elm.r1.AggregateExpression;
import org.hl7.elm.r1.BinaryExpression;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.UnaryExpression;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.execution.State;

/** Operators by the kind of expression that they compile. */
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

    /** What compiles an expression of this very kind; null when nothing here does. */
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
        return kind(kind, (expression, by) -> {
            Node operand = by.node(expression.getOperand());
            return by.folded(frame -> operator.of(operand.value(frame)), operand);
        });
    }

    /** A kind that depends on its two operands and on the settings of the evaluation. */
    <E extends BinaryExpression> OperatorTable two(Class<E> kind, Two operator) {
        return kind(kind, (expression, by) -> {
            Node left = by.node(expression.getOperand().get(0));
            Node right = by.node(expression.getOperand().get(1));
            return by.folded(frame -> operator.of(left.value(frame), right.value(frame), frame.state()), left, right);
        });
    }

    /** A kind that makes one value of a list. */
    <E extends AggregateExpression> OperatorTable ofList(Class<E> kind, OfList operator) {
        return kind(kind, (expression, by) -> {
            Node source = by.node(expression.getSource());
            return frame -> operator.of(source.value(frame), frame.state());
        });
    }
}
