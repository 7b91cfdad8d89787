package org.calcinosiscds.cql;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import org.calcinosiscds.cql.elm.DataNeeds.Need;
import org.calcinosiscds.cql.elm.LibraryResolver;
import org.calcinosiscds.cql.interpreter.Interpreter;
import org.calcinosiscds.cql.interpreter.KnownValues;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.ExpressionRef;
import org.hl7.elm.r1.ParameterRef;
import org.hl7.elm.r1.Retrieve;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.execution.State;

/** Evaluates and notes, of each define that it comes through, what was read. */
final class DependencyRecorder extends Interpreter {
    private final CompiledKnowledge compiled;
    private final DefineInputs inputs;
    private final Deque<BitSet> reading = new ArrayDeque<>();
    private final IdentityHashMap<ExpressionDef, PrecomputedDefines.Outcome> outcomes = new IdentityHashMap<>();

    DependencyRecorder(CompiledKnowledge compiled, DefineInputs inputs) {
        super(compiled.links(), KnownValues.NONE);
        this.compiled = compiled;
        this.inputs = inputs;
    }

    /** Only of those that were evaluated to the end. */
    Map<ExpressionDef, PrecomputedDefines.Outcome> outcomes() {
        return outcomes;
    }

    @Override
    public @Nullable Object visitExpressionDef(ExpressionDef define, State state) {
        PrecomputedDefines.Outcome known = outcomes.get(define);
        if (known != null) {
            return known.value();
        }
        BitSet reads = new BitSet();
        reading.push(reads);
        Object value = super.visitExpressionDef(define, state);
        reading.pop();
        outcomes.put(define, new PrecomputedDefines.Outcome(reads, value));
        return value;
    }

    @Override
    @Nullable
    public Object reference(ExpressionRef reference, State state) {
        Object value = super.reference(reference, state);
        ExpressionDef define = compiled.links().target(reference);
        PrecomputedDefines.Outcome outcome = define == null ? null : outcomes.get(define);
        if (outcome == null) {
            read(DefineInputs.OTHER);
        } else {
            top().or(outcome.reads());
        }
        return value;
    }

    @Override
    public Object retrieve(Retrieve retrieve, State state) {
        Object found = super.retrieve(retrieve, state);
        read(
                found instanceof Iterable<?> list && !list.iterator().hasNext()
                        ? inputs.number(Need.of(
                                retrieve,
                                Objects.requireNonNull(state.getCurrentLibrary()),
                                new LibraryResolver(compiled.libraries())))
                        : DefineInputs.OTHER);
        return found;
    }

    @Override
    @Nullable
    public Object parameter(ParameterRef parameter, State state) {
        read(
                Evaluation.AS_OF.equals(parameter.getName())
                        ? DefineInputs.OTHER
                        : inputs.number(String.valueOf(parameter.getName())));
        return super.parameter(parameter, state);
    }

    @Override
    @Nullable
    public Object unknown(Expression expression, State state) {
        read(DefineInputs.OTHER);
        return super.unknown(expression, state);
    }

    private void read(int input) {
        top().set(input);
    }

    private BitSet top() {
        return Objects.requireNonNull(reading.peek());
    }
}
