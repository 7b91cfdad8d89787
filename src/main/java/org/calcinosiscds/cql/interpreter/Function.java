package org.calcinosiscds.cql.interpreter;

import java.util.List;
import java.util.Map;
import org.hl7.elm.r1.FunctionDef;
import org.jspecify.annotations.Nullable;

/**
 * A function of CQL.
 *
 * @param position in the kept values of an evaluation; {@link KeptCalls#NONE} when each call is evaluated
 */
record Function(FunctionDef definition, Body body, int position) {
    /** @param arguments of the operands in their order, evaluated in the frame of the caller */
    @Nullable
    Object call(Node[] arguments, Frame caller) {
        if (position != KeptCalls.NONE) {
            return kept(arguments[0].value(caller), caller.run);
        }
        caller.run.step();
        Body.Compiled compiled = body.compiled();
        Frame frame = new Frame(caller.run, compiled.variables());
        for (int i = 0; i < arguments.length; i++) {
            frame.variables[i] = arguments[i].value(caller);
        }
        return compiled.node().value(frame);
    }

    /** @param arguments values of the operands */
    @Nullable
    Object call(List<@Nullable Object> arguments, Run run) {
        if (position != KeptCalls.NONE) {
            return kept(arguments.get(0), run);
        }
        run.step();
        return body.compiled().evaluate(run, arguments);
    }

    /** The value for the only operand, evaluated once in an evaluation. */
    private @Nullable Object kept(@Nullable Object argument, Run run) {
        Map<Object, Object> known = run.calls(position);
        Object key = KeptCalls.key(argument);
        Object value = known.get(key);
        if (value == null) {
            run.step();
            Body.Compiled compiled = body.compiled();
            Frame frame = new Frame(run, compiled.variables());
            frame.variables[0] = argument;
            Object found = compiled.node().value(frame);
            value = found == null ? Run.NULL : found;
            known.put(key, value);
        }
        return Run.NULL.equals(value) ? null : value;
    }
}
