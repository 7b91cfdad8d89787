package org.calcinosiscds.cql;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.calcinosiscds.cql.elm.DataNeeds.Need;
import org.calcinosiscds.cql.elm.LibraryResolver;
import org.calcinosiscds.cql.interpreter.Interpreter;
import org.calcinosiscds.cql.interpreter.KnownValues;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.ExpressionRef;
import org.hl7.elm.r1.FunctionRef;
import org.hl7.elm.r1.Retrieve;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.execution.State;

/**
 * Evaluates, and notes of each define whether resources of a type that is missing were looked for on the way. A define that never looked
 * for them has the value that it would have with them.
 */
final class MissingTypeReads extends Interpreter {
    private final CompiledKnowledge compiled;
    private final Set<String> missing;
    private final Predicate<ExpressionDef> isLeftOut;
    private final Deque<Frame> frames = new ArrayDeque<>();
    private final IdentityHashMap<ExpressionDef, Boolean> reads = new IdentityHashMap<>();

    private final Set<ExpressionDef> looking = Collections.newSetFromMap(new IdentityHashMap<>());

    private static final class Frame {
        private boolean reads;
        private boolean looks;
    }

    /**
     * @param missing resource types
     * @param isLeftOut defines and functions whose reads do not count for what refers to them
     */
    MissingTypeReads(CompiledKnowledge compiled, Set<String> missing, Predicate<ExpressionDef> isLeftOut) {
        super(compiled.links(), KnownValues.NONE);
        this.compiled = compiled;
        this.missing = missing;
        this.isLeftOut = isLeftOut;
    }

    /** Defines that were evaluated: true of those that looked for a missing type. */
    Map<ExpressionDef, Boolean> evaluated() {
        return Collections.unmodifiableMap(reads);
    }

    @Override
    public @Nullable Object visitExpressionDef(ExpressionDef define, State state) {
        if (reads.containsKey(define)) {
            return super.visitExpressionDef(define, state);
        }
        Frame frame = new Frame();
        frames.push(frame);
        try {
            return super.visitExpressionDef(define, state);
        } finally {
            frames.pop();
            reads.put(define, frame.reads);
            if (frame.looks) {
                looking.add(define);
            }
        }
    }

    @Override
    @Nullable
    public Object reference(ExpressionRef reference, State state) {
        Object value = super.reference(reference, state);
        ExpressionDef define = compiled.links().target(reference);
        if (define == null || (reads.getOrDefault(define, true) && !isLeftOut.test(define))) {
            note();
        }
        if (define == null || looking.contains(define)) {
            look();
        }
        return value;
    }

    @Override
    @Nullable
    public Object call(FunctionRef call, State state) {
        ExpressionDef function = compiled.links().target(call);
        Frame frame = frames.peek();
        boolean before = frame != null && frame.reads;
        Object value = super.call(call, state);
        if (frame != null && function != null && isLeftOut.test(function)) {
            frame.reads = before;
        }
        return value;
    }

    @Override
    public Object retrieve(Retrieve retrieve, State state) {
        Need need = Need.of(
                retrieve, Objects.requireNonNull(state.getCurrentLibrary()), new LibraryResolver(compiled.libraries()));
        look();
        if (missing.contains(need.type())) {
            note();
        }
        return super.retrieve(retrieve, state);
    }

    /** What the engine evaluates by itself may look for anything. */
    @Override
    @Nullable
    public Object unknown(Expression expression, State state) {
        note();
        return super.unknown(expression, state);
    }

    /** Whether a define looked for any resources; one that did not, such as a rule that is switched off, says nothing of the patient. */
    boolean looks(ExpressionDef define) {
        return looking.contains(define);
    }

    private void look() {
        Frame frame = frames.peek();
        if (frame != null) {
            frame.looks = true;
        }
    }

    private void note() {
        Frame frame = frames.peek();
        if (frame != null) {
            frame.reads = true;
        }
    }
}
