package org.calcinosiscds.cql;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.calcinosiscds.cql.elm.DefinitionIndex;
import org.calcinosiscds.cql.interpreter.EvaluationListener;
import org.calcinosiscds.cql.interpreter.Operators;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.ExpressionRef;
import org.hl7.elm.r1.FunctionRef;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.Retrieve;
import org.jspecify.annotations.Nullable;

/**
 * Notes of each define whether resources of a type that is missing were looked for while it was evaluated. A define that never looked
 * for them has the value that it would have with them. For one evaluation.
 */
final class MissingTypeReads implements EvaluationListener {
    private final DefinitionIndex definitions;
    private final Set<String> missing;
    private final Predicate<ExpressionDef> isLeftOut;
    private final Deque<Frame> frames = new ArrayDeque<>();
    private final Deque<Boolean> beforeCalls = new ArrayDeque<>();
    private final IdentityHashMap<ExpressionDef, Boolean> reads = new IdentityHashMap<>();

    private final Set<ExpressionDef> looking = Collections.newSetFromMap(new IdentityHashMap<>());

    /** A define that is being evaluated. */
    private static final class Frame {
        private final ExpressionDef define;
        private boolean reads;
        private boolean looks;

        Frame(ExpressionDef define) {
            this.define = define;
        }
    }

    /**
     * @param missing resource types
     * @param isLeftOut defines and functions whose reads do not count for what refers to them
     */
    MissingTypeReads(CompiledKnowledge compiled, Set<String> missing, Predicate<ExpressionDef> isLeftOut) {
        this.definitions = compiled.definitions();
        this.missing = missing;
        this.isLeftOut = isLeftOut;
    }

    /** Defines that were evaluated: true of those that looked for a missing type. */
    Map<ExpressionDef, Boolean> evaluated() {
        return Collections.unmodifiableMap(reads);
    }

    @Override
    public void started(Library library, Expression expression) {
        ExpressionDef define = definitions.defineOf(expression);
        if (define != null) {
            frames.push(new Frame(define));
        }
        if (expression instanceof FunctionRef) {
            Frame frame = frames.peek();
            beforeCalls.push(frame != null && frame.reads);
        }
        if (expression instanceof Retrieve retrieve) {
            look();
            if (missing.contains(Objects.requireNonNull(retrieve.getDataType()).getLocalPart())) {
                note();
            }
        }
        // What the engine evaluates by itself may look for anything.
        if (!Operators.kinds().contains(expression.getClass())) {
            note();
        }
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // The very expression that began the define.
    public void finished(Library library, Expression expression, @Nullable Object value) {
        if (expression instanceof FunctionRef call) {
            boolean before = beforeCalls.pop();
            Frame frame = frames.peek();
            if (frame != null
                    && definitions.target(call, library).filter(isLeftOut).isPresent()) {
                frame.reads = before;
            }
        } else if (expression instanceof ExpressionRef reference) {
            ExpressionDef target = definitions.target(reference, library).orElse(null);
            if (target == null || (reads.getOrDefault(target, true) && !isLeftOut.test(target))) {
                note();
            }
            if (target == null || looking.contains(target)) {
                look();
            }
        }
        Frame innermost = frames.peek();
        if (innermost != null && innermost.define.getExpression() == expression) {
            frames.pop();
            reads.put(innermost.define, innermost.reads);
            if (innermost.looks) {
                looking.add(innermost.define);
            }
        }
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
