package org.calcinosiscds.cql.interpreter;

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
            return node.value(new Frame(run, variables));
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
