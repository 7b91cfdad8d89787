package org.calcinosiscds.cql.interpreter;

import java.util.List;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.Library;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.execution.EvaluationVisitor;
import org.opencds.cqf.cql.engine.execution.State;

/**
 * Evaluates an expression by the engine's own visitor, with all that is in it.
 *
 * @param definition that the expression belongs to; null for the default of a parameter
 * @param scope variables that it may refer to, the innermost last
 */
record EngineCode(
        Expression expression, Library library, @Nullable ExpressionDef definition, List<Variable> scope)
        implements Code {
    /** @param position in the frame, of which no other variable of the define or function has the same */
    record Variable(String name, int position) {}

    @Override
    public @Nullable Object of(Frame frame) {
        State state = frame.state();
        String context = definition == null ? null : definition.getContext();
        state.init(library);
        state.beginEvaluation();
        state.pushActivationFrame(definition, context);
        boolean isEntered = state.enterContext(context);
        try {
            for (Variable variable : scope) {
                state.push(new org.opencds.cqf.cql.engine.execution.Variable(variable.name())
                        .withValue(Node.variable(frame, variable.position())));
            }
            return new EvaluationVisitor().visitExpression(expression, state);
        } finally {
            state.exitContext(isEntered);
            state.popActivationFrame();
            state.endEvaluation();
            state.clearEvaluatedResources();
            state.exitLibrary(true);
        }
    }
}
