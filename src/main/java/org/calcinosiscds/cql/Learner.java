package org.calcinosiscds.cql;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import org.calcinosiscds.cql.DataNeeds.Need;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.ExpressionRef;
import org.hl7.elm.r1.ParameterRef;
import org.hl7.elm.r1.Retrieve;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.execution.State;

/** Evaluates and notes, of each define that it comes through, what was read. */
final class Learner extends Interpreter {
    private final Compiled compiled;
    private final Inputs inputs;
    private final Deque<BitSet> reading = new ArrayDeque<>();
    private final IdentityHashMap<ExpressionDef, Foregone.Outcome> outcomes = new IdentityHashMap<>();

    Learner(Compiled compiled, Inputs inputs) {
        super(compiled.links(), Foregone.NOTHING, new BitSet());
        this.compiled = compiled;
        this.inputs = inputs;
    }

    /** Only of those that were evaluated to the end. */
    Map<ExpressionDef, Foregone.Outcome> outcomes() {
        return outcomes;
    }

    @Override
    public @Nullable Object visitExpressionDef(ExpressionDef define, State state) {
        Foregone.Outcome known = outcomes.get(define);
        if (known != null) {
            return known.value();
        }
        BitSet reads = new BitSet();
        reading.push(reads);
        Object value = super.visitExpressionDef(define, state);
        reading.pop();
        outcomes.put(define, new Foregone.Outcome(reads, value));
        return value;
    }

    @Override
    @Nullable
    Object reference(ExpressionRef reference, State state) {
        Object value = super.reference(reference, state);
        ExpressionDef define = compiled.links().target(reference);
        Foregone.Outcome outcome = define == null ? null : outcomes.get(define);
        if (outcome == null) {
            read(Inputs.OTHER);
        } else {
            top().or(outcome.reads());
        }
        return value;
    }

    @Override
    Object retrieve(Retrieve retrieve, State state) {
        Object found = super.retrieve(retrieve, state);
        read(
                found instanceof Iterable<?> list && !list.iterator().hasNext()
                        ? inputs.number(Need.of(
                                retrieve,
                                Objects.requireNonNull(state.getCurrentLibrary()),
                                new Inclusion(compiled.libraries())))
                        : Inputs.OTHER);
        return found;
    }

    @Override
    @Nullable
    Object parameter(ParameterRef parameter, State state) {
        read(
                Evaluation.AS_OF.equals(parameter.getName())
                        ? Inputs.OTHER
                        : inputs.number(String.valueOf(parameter.getName())));
        return super.parameter(parameter, state);
    }

    @Override
    @Nullable
    Object unknown(Expression expression, State state) {
        read(Inputs.OTHER);
        return super.unknown(expression, state);
    }

    private void read(int input) {
        top().set(input);
    }

    private BitSet top() {
        return Objects.requireNonNull(reading.peek());
    }
}
