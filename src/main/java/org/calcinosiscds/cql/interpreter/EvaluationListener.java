package org.calcinosiscds.cql.interpreter;

import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.Library;
import org.jspecify.annotations.Nullable;

/**
 * Sees each expression of an evaluation; see {@link Program#run}. Expressions inside of it come between the two calls. An
 * expression that fails is started and not finished.
 *
 * <p>A value is of the engine's types and must not be kept or
 * changed: it may be patient data.
 */
public interface EvaluationListener {
    void started(Library library, Expression expression);

    void finished(Library library, Expression expression, @Nullable Object value);
}
