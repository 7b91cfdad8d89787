package org.calcinosiscds.cql;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Objects;
import org.calcinosiscds.cql.interpreter.Interpreter;
import org.calcinosiscds.cql.interpreter.KnownValues;
import org.calcinosiscds.time.Deadline;
import org.hl7.elm.r1.Expand;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.Query;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.elm.executing.ExpandEvaluator;
import org.opencds.cqf.cql.engine.execution.State;
import org.opencds.cqf.cql.engine.runtime.Quantity;

/** Evaluates an expression of an author until a deadline, as long as its lists and texts stay small. */
final class LimitedInterpreter extends Interpreter {
    /** Elements of a list, and characters of a text. */
    static final int MAX_SIZE = 10_000;

    /** Combinations of the sources of a query. */
    static final int MAX_COMBINATIONS = 1_000_000;

    private final Deadline deadline;
    private final Deque<Combinations> queries = new ArrayDeque<>();

    /** Named in the answer to the author. */
    static final class TimeLimitExceeded extends RuntimeException {}

    /** Named in the answer to the author. */
    static final class SizeLimitExceeded extends RuntimeException {}

    LimitedInterpreter(CompiledKnowledge compiled, Deadline deadline) {
        super(compiled.links(), KnownValues.NONE);
        this.deadline = deadline;
    }

    @Override
    public @Nullable Object visitExpression(Expression expression, State state) {
        if (deadline.isPast()) {
            throw new TimeLimitExceeded();
        }
        Object value;
        if (expression instanceof Query query && query.getSource().size() > 1) {
            queries.push(new Combinations(query));
            try {
                value = super.visitExpression(expression, state);
            } finally {
                queries.pop();
            }
        } else if (expression instanceof Expand expand) {
            value = expanded(expand, state);
        } else {
            value = super.visitExpression(expression, state);
        }
        if (size(value) > MAX_SIZE) {
            throw new SizeLimitExceeded();
        }
        Combinations around = queries.peek();
        if (around != null) {
            around.note(expression, value);
        }
        return value;
    }

    private @Nullable Object expanded(Expand expand, State state) {
        Object source = value(expand.getOperand().get(0), state);
        Quantity per = (Quantity) value(expand.getOperand().get(1), state);
        if (ExpansionSize.of(source, per) > MAX_SIZE) {
            throw new SizeLimitExceeded();
        }
        return ExpandEvaluator.expand(source, per, state);
    }

    private static int size(@Nullable Object value) {
        if (value instanceof String text) {
            return text.length();
        }
        return value instanceof Collection<?> list ? list.size() : 1;
    }

    /** How often a query with several sources is evaluated: for each combination of their elements. */
    private static final class Combinations {
        private final IdentityHashMap<Expression, Boolean> sources = new IdentityHashMap<>();
        private long count = 1;

        Combinations(Query query) {
            query.getSource().forEach(source -> sources.put(Objects.requireNonNull(source.getExpression()), true));
        }

        void note(Expression expression, @Nullable Object value) {
            if (sources.containsKey(expression)) {
                count *= Math.max(1, size(value));
                if (count > MAX_COMBINATIONS) {
                    throw new SizeLimitExceeded();
                }
            }
        }
    }
}
