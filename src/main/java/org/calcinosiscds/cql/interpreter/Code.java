package org.calcinosiscds.cql.interpreter;

import org.jspecify.annotations.Nullable;

/** What an expression does, with everything that does not depend on the patient already decided. */
@FunctionalInterface
interface Code {
    @Nullable
    Object of(Frame frame);

    /**
     * The same value for everybody.
     *
     * @param value immutable, because all threads share it
     */
    record Constant(@Nullable Object value) implements Code {
        @Override
        public @Nullable Object of(Frame frame) {
            return value;
        }
    }
}
