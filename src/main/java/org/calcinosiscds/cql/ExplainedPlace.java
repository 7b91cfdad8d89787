package org.calcinosiscds.cql;

import java.util.Optional;
import org.calcinosiscds.cql.elm.LibraryResolver;
import org.calcinosiscds.cql.interpreter.Variables;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.elm.r1.FunctionDef;
import org.hl7.elm.r1.FunctionRef;
import org.hl7.elm.r1.Library;
import org.jspecify.annotations.Nullable;

/**
 * Where a condition stands: in a define, or in a function or query with the values that it sees there.
 *
 * @param calls how many functions and queries were entered on the way here
 */
record ExplainedPlace(Library library, ExpressionDef define, Variables variables, int calls) {
    private static final String FHIR_HELPERS = "FHIRHelpers";

    ExplainedPlace(Library library, ExpressionDef define) {
        this(library, define, Variables.NONE, 0);
    }

    /** Within a query here. */
    ExplainedPlace with(Variables others) {
        return new ExplainedPlace(library, define, others, calls + 1);
    }

    boolean isOutside() {
        return calls == 0;
    }

    @Nullable
    Object value(Evaluation evaluation, Expression part) {
        return evaluation.value(library, define, part, variables);
    }

    /** The place inside of the function that is called, with its arguments; nothing for conversions of types. */
    Optional<ExplainedPlace> inside(FunctionRef call, LibraryResolver libraries, Evaluation evaluation) {
        if (FHIR_HELPERS.equals(call.getLibraryName())
                || !(libraries.target(call, library).orElse(null) instanceof FunctionDef function)
                || function.getExpression() == null) {
            return Optional.empty();
        }
        Variables arguments = Variables.NONE;
        for (int i = 0; i < call.getOperand().size(); i++) {
            arguments = arguments.with(
                    String.valueOf(function.getOperand().get(i).getName()),
                    value(evaluation, call.getOperand().get(i)));
        }
        return Optional.of(
                new ExplainedPlace(libraries.owner(call.getLibraryName(), library), function, arguments, calls + 1));
    }
}
