package org.calcinosiscds.cql;

import java.util.IdentityHashMap;
import org.calcinosiscds.cql.interpreter.EvaluationListener;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.Library;
import org.jspecify.annotations.Nullable;

/** How often each expression was evaluated and was true, false and null. For evaluations one after the other. */
public final class ExpressionCounts implements EvaluationListener {
    private final IdentityHashMap<Expression, Count> counts = new IdentityHashMap<>();

    /** Of one expression. What is neither true nor false nor null is only counted as evaluated. */
    public static final class Count {
        private static final Count NONE = new Count();

        private long evaluated;
        private long isTrue;
        private long isFalse;
        private long isNull;

        private Count() {}

        public long evaluated() {
            return evaluated;
        }

        public long isTrue() {
            return isTrue;
        }

        public long isFalse() {
            return isFalse;
        }

        public long isNull() {
            return isNull;
        }
    }

    /** Zeros when it was never evaluated to an end. */
    public Count of(Expression expression) {
        return counts.getOrDefault(expression, Count.NONE);
    }

    @Override
    public void started(Library library, Expression expression) {}

    @Override
    public void finished(Library library, Expression expression, @Nullable Object value) {
        Count count = counts.computeIfAbsent(expression, key -> new Count());
        count.evaluated++;
        if (value == null) {
            count.isNull++;
        } else if (value instanceof Boolean truth) {
            if (truth) {
                count.isTrue++;
            } else {
                count.isFalse++;
            }
        }
    }
}
