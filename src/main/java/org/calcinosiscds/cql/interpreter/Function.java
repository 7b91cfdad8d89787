package org.calcinosiscds.cql.interpreter;

import java.util.List;
import org.hl7.elm.r1.FunctionDef;
import org.jspecify.annotations.Nullable;

/** A function of CQL. */
record Function(FunctionDef definition, Body body) {
    /** @param arguments of the operands in their order, evaluated in the frame of the caller */
    @Nullable
    Object call(Node[] arguments, Frame caller) {
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
        run.step();
        Body.Compiled compiled = body.compiled();
        Frame frame = new Frame(run, compiled.variables());
        for (int i = 0; i < arguments.size(); i++) {
            frame.variables[i] = arguments.get(i);
        }
        return compiled.node().value(frame);
    }
}
