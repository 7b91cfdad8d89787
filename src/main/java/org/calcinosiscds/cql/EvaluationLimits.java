package org.calcinosiscds.cql;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Objects;
import org.calcinosiscds.cql.interpreter.EvaluationListener;
import org.calcinosiscds.time.Deadline;
import org.hl7.elm.r1.Expand;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.Query;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.runtime.Quantity;

/** Ends the evaluation of an expression of an author at a deadline, or when its lists and texts become large. For one evaluation. */
final class EvaluationLimits implements EvaluationListener {
    /** Elements of a list, and characters of a text. */
    static final int MAX_SIZE = 10_000;

    /** Combinations of the sources of a query. */
    static final int MAX_COMBINATIONS = 1_000_000;

    private final Deadline deadline;
    private final Deque<Open> open = new ArrayDeque<>();

    /** Named in the answer to the author. */
    static final class TimeLimitExceeded extends RuntimeException {}

    /** Named in the answer to the author. */
    static final class SizeLimitExceeded extends RuntimeException {}

    EvaluationLimits(Deadline deadline) {
        this.deadline = deadline;
    }

    @Override
    public void started(Library library, Expression expression) {
        if (deadline.isPast()) {
            throw new TimeLimitExceeded();
        }
        open.push(new Open(expression));
    }

    @Override
    public void finished(Library library, Expression expression, @Nullable Object value) {
        open.pop();
        if (size(value) > MAX_SIZE) {
            throw new SizeLimitExceeded();
        }
        Open around = open.peek();
        if (around != null) {
            around.note(expression, value);
        }
    }

    private static int size(@Nullable Object value) {
        if (value instanceof String text) {
            return text.length();
        }
        return value instanceof Collection<?> list ? list.size() : 1;
    }

    /** An expression that is being evaluated, and what it will make of the values inside of it. */
    private static final class Open {
        private final Expression expression;
        private final IdentityHashMap<Expression, Boolean> sources = new IdentityHashMap<>();
        private final IdentityHashMap<Expression, Boolean> expansions = new IdentityHashMap<>();
        private long combinations = 1;
        private @Nullable Object expanded;

        Open(Expression expression) {
            this.expression = expression;
            if (expression instanceof Query query && query.getSource().size() > 1) {
                query.getSource().forEach(source -> sources.put(Objects.requireNonNull(source.getExpression()), true));
            }
            if (expression instanceof Expand expand) {
                expansions.put(expand.getOperand().get(0), true);
            }
        }

        void note(Expression part, @Nullable Object value) {
            if (sources.containsKey(part)) {
                combinations *= Math.max(1, size(value));
                if (combinations > MAX_COMBINATIONS) {
                    throw new SizeLimitExceeded();
                }
            }
            if (expression instanceof Expand) {
                if (expansions.containsKey(part)) {
                    expanded = value;
                } else if (ExpansionSize.of(expanded, (Quantity) value) > MAX_SIZE) {
                    throw new SizeLimitExceeded();
                }
            }
        }
    }
}
