package org.calcinosiscds.cql.interpreter;

import org.cqframework.cql.elm.visiting.ElmLibraryVisitor;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.ExpressionRef;
import org.hl7.elm.r1.FunctionRef;
import org.hl7.elm.r1.ParameterRef;
import org.hl7.elm.r1.Retrieve;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.execution.State;

/** What an {@link Operator} asks for: values of its operands, and of what is defined elsewhere. */
public interface Evaluator extends ElmLibraryVisitor<@Nullable Object, State> {
    /** The value of an operand that the grammar requires. */
    @Nullable
    Object value(@Nullable Expression expression, State state);

    /** The value of an operand that may be left out; null where it is. */
    @Nullable
    Object optional(@Nullable Expression expression, State state);

    /** The value of a define. */
    @Nullable
    Object reference(ExpressionRef reference, State state);

    /** The value of a function call. */
    @Nullable
    Object call(FunctionRef call, State state);

    /** The resources that a retrieve finds. */
    Object retrieve(Retrieve retrieve, State state);

    /** The value of a parameter. */
    @Nullable
    Object parameter(ParameterRef parameter, State state);
}
