package org.calcinosiscds.cql.interpreter;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.execution.State;

/** Variables of one define or of one call of a function: operands, aliases and lets, by the position that the compiler gave them. */
final class Frame {
    final Run run;
    final @Nullable Object[] variables;

    Frame(Run run, int size) {
        this.run = run;
        this.variables = new Object[size];
    }

    /** The engine's state, which its operators ask for. */
    State state() {
        return run.state();
    }

    /** The value of an expression that the grammar or the operator requires to have one. */
    static <T> T required(@Nullable T value) {
        return Objects.requireNonNull(value);
    }
}
