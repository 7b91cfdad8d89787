package org.calcinosiscds.cql.interpreter;

import org.hl7.elm.r1.ExpressionDef;
import org.jspecify.annotations.Nullable;

/** Values of defines that are known before an evaluation begins. */
public interface KnownValues {
    /** No value is known. */
    KnownValues NONE = define -> null;

    /** The value of the define; null when the define has to be evaluated. */
    @Nullable
    KnownValue of(ExpressionDef define);

    /** @param value of a define, which may itself be null */
    record KnownValue(@Nullable Object value) {}
}
