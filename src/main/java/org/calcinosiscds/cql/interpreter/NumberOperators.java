package org.calcinosiscds.cql.interpreter;

import org.hl7.elm.r1.Abs;
import org.hl7.elm.r1.Add;
import org.hl7.elm.r1.Divide;
import org.hl7.elm.r1.Multiply;
import org.hl7.elm.r1.Round;
import org.hl7.elm.r1.Subtract;
import org.hl7.elm.r1.ToDecimal;
import org.hl7.elm.r1.TruncatedDivide;
import org.opencds.cqf.cql.engine.elm.executing.AbsEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.AddEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.DivideEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.MultiplyEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.RoundEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.SubtractEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.ToDecimalEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.TruncatedDivideEvaluator;

/** Arithmetic, also of quantities and times. */
final class NumberOperators {
    private NumberOperators() {}

    static void addTo(OperatorTable table) {
        table.two(Add.class, AddEvaluator::add)
                .two(Subtract.class, SubtractEvaluator::subtract)
                .two(Multiply.class, MultiplyEvaluator::multiply)
                .two(Divide.class, DivideEvaluator::divide)
                .two(TruncatedDivide.class, TruncatedDivideEvaluator::div)
                .one(Abs.class, AbsEvaluator::abs)
                .one(ToDecimal.class, ToDecimalEvaluator::toDecimal)
                .kind(
                        Round.class,
                        (e, by, state) -> RoundEvaluator.round(
                                by.value(e.getOperand(), state), by.optional(e.getPrecision(), state)));
    }
}
