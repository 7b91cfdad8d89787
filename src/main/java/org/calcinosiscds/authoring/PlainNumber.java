package org.calcinosiscds.authoring;

import java.util.Optional;
import org.calcinosiscds.cql.elm.CqlTypes;
import org.hl7.elm.r1.Divide;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.ExpressionRef;
import org.hl7.elm.r1.FunctionRef;
import org.hl7.elm.r1.Library;
import org.hl7.elm.r1.Multiply;
import org.hl7.elm.r1.ToQuantity;
import org.hl7.elm.r1.UnaryExpression;
import org.jspecify.annotations.Nullable;

/**
 * A number that the translator takes as a quantity without a unit.
 *
 * @param define in which the number stands
 */
record PlainNumber(Expression number, Library library, String define) {
    /**
     * Finds it where it stands: in the define that is named, if one is.
     *
     * @param user the expression around the conversion; a factor needs no unit
     */
    static Optional<PlainNumber> of(
            ToQuantity conversion, @Nullable Expression user, Definitions definitions, Library library, String define) {
        Expression operand = conversion.getOperand();
        String type = operand == null ? "" : CqlTypes.of(operand);
        boolean isNumber = type.equals("System.Integer") || type.equals("System.Decimal");
        boolean isFactor = user instanceof Multiply || user instanceof Divide;
        return isNumber && operand != null && !isFactor
                ? Optional.of(find(new PlainNumber(operand, library, define), definitions))
                : Optional.empty();
    }

    private static PlainNumber find(PlainNumber found, Definitions definitions) {
        Expression number = found.number();
        if (number instanceof UnaryExpression conversion
                && number.getLocator() == null
                && conversion.getOperand() != null) {
            return find(new PlainNumber(conversion.getOperand(), found.library(), found.define()), definitions);
        }
        if (number instanceof ExpressionRef reference && !(number instanceof FunctionRef)) {
            Definitions.Definition named =
                    definitions.of(reference, found.library()).orElse(null);
            Expression value = named == null ? null : named.definition().getExpression();
            return named == null || value == null
                    ? found
                    : find(
                            new PlainNumber(
                                    value,
                                    named.library(),
                                    String.valueOf(named.definition().getName())),
                            definitions);
        }
        return found;
    }
}
