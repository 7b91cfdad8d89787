package org.calcinosiscds.cql.interpreter;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import org.calcinosiscds.cql.interpreter.KnownValues.KnownValue;
import org.cqframework.cql.elm.visiting.BaseElmLibraryVisitor;
import org.hl7.elm.r1.Element;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.ExpressionRef;
import org.hl7.elm.r1.FunctionDef;
import org.hl7.elm.r1.FunctionRef;
import org.hl7.elm.r1.ParameterRef;
import org.hl7.elm.r1.Retrieve;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.debug.SourceLocator;
import org.opencds.cqf.cql.engine.elm.executing.ExpressionRefEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.FunctionRefEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.ParameterRefEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.RetrieveEvaluator;
import org.opencds.cqf.cql.engine.exception.CqlException;
import org.opencds.cqf.cql.engine.exception.Severity;
import org.opencds.cqf.cql.engine.execution.EvaluationVisitor;
import org.opencds.cqf.cql.engine.execution.State;

/**
 * Evaluates ELM with the operators of the engine, and answers what its {@link EvaluationVisitor} answers, for a fraction of the
 * time: it goes straight to what a reference means, keeps the value of a define by the define, does not note which resources each
 * define has seen (nobody asks), and evaluates no more of a condition than decides it. Belongs to one evaluation.
 */
public class Interpreter extends BaseElmLibraryVisitor<@Nullable Object, State> implements Evaluator {
    private final ResolvedReferences links;
    private final KnownValues knownBefore;
    private final EvaluationVisitor engine = new EvaluationVisitor();
    private final IdentityHashMap<ExpressionDef, KnownValue> values = new IdentityHashMap<>();

    /** @param knownBefore values of defines that need no evaluation */
    public Interpreter(ResolvedReferences links, KnownValues knownBefore) {
        this.links = links;
        this.knownBefore = knownBefore;
    }

    /**
     * The value of an expression. One of a kind that is not among the {@link Operators} is left to the engine, with all that is in it:
     * slower, not different.
     *
     * @throws CqlException with the place of the innermost expression that failed
     */
    @Override
    public @Nullable Object visitExpression(Expression expression, State state) {
        Operator<Expression> operator = Operators.of(expression);
        try {
            return operator == null ? unknown(expression, state) : operator.evaluate(expression, this, state);
        } catch (RuntimeException e) {
            throw located(e, expression, state);
        }
    }

    /** What the grammar requires to be there. */
    @Override
    @Nullable
    public Object value(@Nullable Expression expression, State state) {
        return visitExpression(Objects.requireNonNull(expression), state);
    }

    /** Null where an expression may be left out and is. */
    @Override
    @Nullable
    public Object optional(@Nullable Expression expression, State state) {
        return expression == null ? null : visitExpression(expression, state);
    }

    @Override
    public @Nullable Object visitElement(Element element, State state) {
        return visitExpression((Expression) element, state);
    }

    /** In the frame that whoever refers to it has made. */
    @Override
    public @Nullable Object visitExpressionDef(ExpressionDef define, State state) {
        KnownValue known = known(define);
        if (known != null) {
            return known.value();
        }
        boolean isEntered = state.enterContext(define.getContext());
        try {
            Object value = value(define.getExpression(), state);
            values.put(define, new KnownValue(value));
            return value;
        } finally {
            state.exitContext(isEntered);
        }
    }

    @Override
    @Nullable
    public Object reference(ExpressionRef reference, State state) {
        ExpressionDef define = links.target(reference);
        KnownValue known = define == null ? null : known(define);
        return known == null ? ExpressionRefEvaluator.INSTANCE.internalEvaluate(reference, state, this) : known.value();
    }

    /** Null when it has to be evaluated. */
    private @Nullable KnownValue known(ExpressionDef define) {
        KnownValue value = values.get(define);
        return value == null ? knownBefore.of(define) : value;
    }

    @Override
    public Object retrieve(Retrieve retrieve, State state) {
        return RetrieveEvaluator.INSTANCE.internalEvaluate(retrieve, state, this);
    }

    @Override
    @Nullable
    public Object parameter(ParameterRef parameter, State state) {
        return ParameterRefEvaluator.INSTANCE.internalEvaluate(parameter, state, this);
    }

    @Nullable
    public Object unknown(Expression expression, State state) {
        return engine.visitExpression(expression, state);
    }

    @Override
    @Nullable
    public Object call(FunctionRef call, State state) {
        if (!(links.target(call) instanceof FunctionDef function)) {
            return FunctionRefEvaluator.INSTANCE.internalEvaluate(call, state, this);
        }
        List<@Nullable Object> arguments = new ArrayList<>(call.getOperand().size());
        for (Expression operand : call.getOperand()) {
            arguments.add(visitExpression(operand, state));
        }
        boolean isEntered = state.enterLibrary(call.getLibraryName());
        try {
            return FunctionRefEvaluator.INSTANCE.evaluateFunctionDef(function, state, this, arguments);
        } finally {
            state.exitLibrary(isEntered);
        }
    }

    /** As the engine does it: the message of the failure may be patient data, so whoever tells of it leaves it out. */
    private static CqlException located(RuntimeException failure, Expression expression, State state) {
        if (failure instanceof CqlException known && known.getSourceLocator() != null) {
            return known;
        }
        return new CqlException(
                failure.getMessage(),
                failure,
                SourceLocator.fromNode(expression, state.getCurrentLibrary()),
                Severity.ERROR);
    }

    @Override
    protected @Nullable Object defaultResult(Element element, State state) {
        return null;
    }
}
