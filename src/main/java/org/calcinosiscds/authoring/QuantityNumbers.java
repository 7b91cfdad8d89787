package org.calcinosiscds.authoring;

import java.util.Map;
import java.util.Objects;
import org.calcinosiscds.cql.elm.CqlTypes;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.FunctionRef;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.Literal;
import org.hl7.elm.r1.Property;
import org.hl7.elm.r1.UnaryExpression;
import org.jspecify.annotations.Nullable;

/** Numbers of quantities, {@code .value}, that are used without the unit. */
final class QuantityNumbers {
    private QuantityNumbers() {}

    /** What an author wrote: the translator adds conversions without a position. */
    static Expression written(Expression operand) {
        if (operand.getLocator() == null && operand instanceof FunctionRef call) {
            return written(call.getOperand().get(0));
        }
        return operand.getLocator() == null && operand instanceof UnaryExpression conversion
                ? written(Objects.requireNonNull(conversion.getOperand()))
                : operand;
    }

    static boolean isZero(Expression operand) {
        return written(operand) instanceof Literal literal
                && String.valueOf(literal.getValue()).matches("0(\\.0*)?");
    }

    /**
     * Whether an operand is {@code .value} of a quantity whose unit nothing here tells.
     *
     * @param aliases types of the elements of query sources
     */
    static boolean isNumberWithoutUnit(
            @Nullable Expression operand, Map<String, String> aliases, QuantityUnits units, Library library) {
        if (operand instanceof FunctionRef call
                && TranslationCheck.FHIR_HELPERS.equals(call.getLibraryName())
                && call.getOperand().size() == 1) {
            return isNumberWithoutUnit(call.getOperand().get(0), aliases, units, library);
        }
        if (operand instanceof UnaryExpression conversion
                && conversion.getClass().getSimpleName().startsWith("To")) {
            return isNumberWithoutUnit(conversion.getOperand(), aliases, units, library);
        }
        if (!(operand instanceof Property property) || !"value".equals(property.getPath())) {
            return false;
        }
        Expression source = property.getSource();
        if (source != null && CqlTypes.of(source).equals("FHIR.decimal")) {
            return isNumberWithoutUnit(source, aliases, units, library);
        }
        String type = source == null ? aliases.getOrDefault(property.getScope(), "") : CqlTypes.of(source);
        return type.endsWith(".Quantity")
                && !(source instanceof org.hl7.elm.r1.OperandRef)
                && units.of(source, library).isEmpty();
    }
}
