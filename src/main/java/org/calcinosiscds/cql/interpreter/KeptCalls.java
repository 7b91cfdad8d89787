package org.calcinosiscds.cql.interpreter;

import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.hl7.elm.r1.FunctionDef;
import org.hl7.elm.r1.NamedTypeSpecifier;
import org.hl7.elm.r1.OperandDef;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.runtime.Quantity;

/**
 * Calls whose values are kept for an evaluation, as those of defines are: of functions with one operand that is short, such as a window of
 * time or the id of an order, with which rules ask the same again and again.
 */
final class KeptCalls {
    /** Position of a function whose calls are evaluated each time. */
    static final int NONE = -1;

    private static final String SYSTEM = "urn:hl7-org:elm-types:r1";
    private static final Set<String> SHORT = Set.of("Quantity", "String", "Integer");

    private KeptCalls() {}

    /** A quantity as it is written: 1 day and 24 hours are two, and 1.0 and 1 are. */
    private record Written(
            @Nullable BigDecimal value, @Nullable String unit) {}

    static boolean areOf(FunctionDef function) {
        List<OperandDef> operands = function.getOperand();
        return operands.size() == 1 && isShort(operands.get(0));
    }

    private static boolean isShort(OperandDef operand) {
        var name = operand.getOperandTypeSpecifier() instanceof NamedTypeSpecifier named
                ? named.getName()
                : operand.getOperandType();
        return name != null && SYSTEM.equals(name.getNamespaceURI()) && SHORT.contains(name.getLocalPart());
    }

    /** Equal for arguments that no function can tell apart. */
    static Object key(@Nullable Object argument) {
        if (argument instanceof Quantity quantity) {
            return new Written(quantity.getValue(), quantity.getUnit());
        }
        return argument == null ? Run.NULL : argument;
    }
}
