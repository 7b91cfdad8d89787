package org.calcinosiscds.cql.interpreter;

import org.calcinosiscds.decision.DeadlineExceededException;
import org.hl7.elm.r1.Element;
import org.hl7.elm.r1.Library;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.debug.SourceLocator;
import org.opencds.cqf.cql.engine.exception.CqlException;
import org.opencds.cqf.cql.engine.exception.Severity;

/** A compiled expression and its position in the source. Holds nothing of an evaluation and is shared by all threads. */
final class Node {
    private final Code code;
    private final Element expression;
    private final Library library;

    Node(Code code, Element expression, Library library) {
        this.code = code;
        this.expression = expression;
        this.library = library;
    }

    /**
     * @throws CqlException with the position of the innermost expression that failed
     * @throws DeadlineExceededException when the evaluation has to end
     */
    @Nullable
    Object value(Frame frame) {
        try {
            return code.of(frame);
        } catch (DeadlineExceededException e) {
            throw e;
        } catch (RuntimeException e) {
            throw located(e);
        }
    }

    /** Value of a variable. A let is evaluated when it is first read; until then the variable holds its node. */
    static @Nullable Object variable(Frame frame, int position) {
        Object value = frame.variables[position];
        if (value instanceof Node let) {
            value = let.value(frame);
            frame.variables[position] = value;
        }
        return value;
    }

    boolean isConstant() {
        return code instanceof Code.Constant;
    }

    /** As the engine does it: the message of the failure may be patient data and must not be logged. */
    private CqlException located(RuntimeException failure) {
        if (failure instanceof CqlException known && known.getSourceLocator() != null) {
            return known;
        }
        return new CqlException(
                failure.getMessage(), failure, SourceLocator.fromNode(expression, library), Severity.ERROR);
    }
}
