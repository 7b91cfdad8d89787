package org.calcinosiscds.cql;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.calcinosiscds.cql.elm.LibraryResolver;
import org.calcinosiscds.cql.interpreter.EvaluationListener;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.Null;
import org.jspecify.annotations.Nullable;

/**
 * How many expressions each define and function evaluates, and how long that takes, without the definitions that it refers to. For
 * evaluations one after the other, none of which fails.
 */
public final class DefinitionProfile implements EvaluationListener {
    private final IdentityHashMap<Expression, Cost> costs = new IdentityHashMap<>();
    private final Cost outside = new Cost("", "", new Null());
    private final Deque<Cost> open = new ArrayDeque<>();
    private int depth;
    private long since;

    /** Of one define or function. */
    public static final class Cost {
        private final String library;
        private final String name;
        private final Expression expression;
        private long evaluations;
        private long expressions;
        private long nanos;

        private Cost(String library, String name, Expression expression) {
            this.library = library;
            this.name = name;
            this.expression = expression;
        }

        /** Name of the library; empty for conditions and texts that a PlanDefinition has itself. */
        public String library() {
            return library;
        }

        public String name() {
            return name;
        }

        /** How often it was evaluated: once at most for a define, once for each call for a function. */
        public long evaluations() {
            return evaluations;
        }

        public long expressions() {
            return expressions;
        }

        /** With what it costs to measure. */
        public long nanos() {
            return nanos;
        }
    }

    /** @param libraries whose definitions are told apart */
    public DefinitionProfile(Collection<Library> libraries) {
        libraries.forEach(library -> LibraryResolver.definitions(library).forEach(definition -> {
            Expression expression = definition.getExpression();
            if (expression != null) {
                String name = Objects.requireNonNull(library.getIdentifier()).getId();
                costs.put(expression, new Cost(String.valueOf(name), String.valueOf(definition.getName()), expression));
            }
        }));
        open.push(outside);
    }

    /** Those that were evaluated, beginning with the longest time. */
    public List<Cost> costs() {
        return Stream.concat(costs.values().stream(), Stream.of(outside))
                .filter(cost -> cost.expressions > 0)
                .sorted(Comparator.comparingLong(Cost::nanos).reversed())
                .toList();
    }

    @Override
    public void started(Library library, Expression expression) {
        if (depth++ == 0) {
            since = System.nanoTime();
        }
        Cost definition = costs.get(expression);
        if (definition != null) {
            charge();
            open.push(definition);
            definition.evaluations++;
        }
        top().expressions++;
    }

    @Override
    public void finished(Library library, Expression expression, @Nullable Object value) {
        // Compared by identity: the equality of expressions compares whole trees.
        if (isSame(top().expression, expression)) {
            charge();
            open.pop();
        }
        if (--depth == 0) {
            charge();
        }
    }

    private Cost top() {
        return Objects.requireNonNull(open.peek());
    }

    /** Adds the time since the last change of definition to the one that was evaluated in it. */
    private void charge() {
        long now = System.nanoTime();
        top().nanos += now - since;
        since = now;
    }

    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(Expression one, Expression other) {
        return one == other;
    }
}
