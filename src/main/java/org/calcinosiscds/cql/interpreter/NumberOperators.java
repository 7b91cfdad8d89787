package org.calcinosiscds.cql.interpreter;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.hl7.elm.r1.Abs;
import org.hl7.elm.r1.Add;
import org.hl7.elm.r1.Divide;
import org.hl7.elm.r1.Multiply;
import org.hl7.elm.r1.Round;
import org.hl7.elm.r1.Subtract;
import org.hl7.elm.r1.ToDecimal;
import org.hl7.elm.r1.Truncate;
import org.hl7.elm.r1.TruncatedDivide;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.elm.executing.AbsEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.AddEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.DivideEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.MultiplyEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.RoundEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.SubtractEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.ToDecimalEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.TruncateEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.TruncatedDivideEvaluator;
import org.opencds.cqf.cql.engine.execution.State;
import org.opencds.cqf.cql.engine.runtime.Quantity;

/** Arithmetic, also of quantities and times. */
final class NumberOperators {
    /** Of a Decimal of CQL, at most. */
    private static final int DECIMALS = 8;

    private NumberOperators() {}

    static void addTo(OperatorTable table) {
        table.two(Add.class, AddEvaluator::add)
                .two(Subtract.class, SubtractEvaluator::subtract)
                .two(Multiply.class, (left, right, state) -> MultiplyEvaluator.multiply(copy(left), copy(right), state))
                .two(Divide.class, NumberOperators::divide)
                .two(TruncatedDivide.class, TruncatedDivideEvaluator::div)
                .one(Abs.class, AbsEvaluator::abs)
                .one(Truncate.class, TruncateEvaluator::truncate)
                .one(ToDecimal.class, ToDecimalEvaluator::toDecimal)
                .kind(Round.class, NumberOperators::round);
    }

    /** The engine multiplies a quantity by a decimal in place, which would change the define that the quantity is of. */
    private static @Nullable Object copy(@Nullable Object value) {
        return value instanceof Quantity quantity
                ? new Quantity().withValue(quantity.getValue()).withUnit(quantity.getUnit())
                : value;
    }

    /** Where a division does not come out even the engine finds that by an exception, which costs more than twenty divisions. */
    static @Nullable Object divide(@Nullable Object left, @Nullable Object right, State state) {
        if (left instanceof BigDecimal dividend && right instanceof BigDecimal divisor && divisor.signum() != 0) {
            BigDecimal cut = dividend.divide(divisor, DECIMALS, RoundingMode.FLOOR);
            if (cut.multiply(divisor).compareTo(dividend) != 0) {
                return cut;
            }
        }
        return DivideEvaluator.divide(left, right, state);
    }

    private static Code round(Round round, Compilation by) {
        Node operand = by.node(round.getOperand());
        Node precision = by.optional(round.getPrecision());
        return frame -> RoundEvaluator.round(operand.value(frame), precision.value(frame));
    }
}
