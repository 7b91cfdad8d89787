package org.calcinosiscds.cql.interpreter;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The expression of a define or function, compiled when it is first needed. Threads that come at the same time may compile it twice. */
final class Body {
    private final Supplier<Compiled> compiler;
    private @Nullable Compiled compiled;

    /** @param variables how many it needs at the same time */
    record Compiled(Node node, int variables) {
        @Nullable
        Object evaluate(Run run) {
            return evaluate(run, List.of());
        }

        /** @param values of the first variables */
        @Nullable
        Object evaluate(Run run, List<@Nullable Object> values) {
            Frame frame = new Frame(run, variables);
            for (int i = 0; i < Math.min(values.size(), variables); i++) {
                frame.variables[i] = values.get(i);
            }
            return node.value(frame);
        }
    }

    Body(Supplier<Compiled> compiler) {
        this.compiler = compiler;
    }

    Compiled compiled() {
        Compiled known = compiled;
        if (known == null) {
            known = compiler.get();
            compiled = known;
        }
        return known;
    }
}
