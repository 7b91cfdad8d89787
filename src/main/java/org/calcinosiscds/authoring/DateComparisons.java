package org.calcinosiscds.authoring;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.calcinosiscds.cql.elm.CqlTypes;
import org.hl7.elm.r1.After;
import org.hl7.elm.r1.Before;
import org.hl7.elm.r1.BinaryExpression;
import org.hl7.elm.r1.DateTimePrecision;
import org.hl7.elm.r1.Equal;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.Greater;
import org.hl7.elm.r1.GreaterOrEqual;
import org.hl7.elm.r1.In;
import org.hl7.elm.r1.Interval;
import org.hl7.elm.r1.Less;
import org.hl7.elm.r1.LessOrEqual;
import org.hl7.elm.r1.Property;
import org.hl7.elm.r1.SameAs;
import org.hl7.elm.r1.SameOrAfter;
import org.hl7.elm.r1.SameOrBefore;
import org.hl7.elm.r1.ToDateTime;
import org.jspecify.annotations.Nullable;

/** Comparisons of a date with a moment: on the same day the answer is null, because a date has no time. */
final class DateComparisons {
    private static final List<Class<?>> WITHOUT_PRECISION =
            List.of(Less.class, LessOrEqual.class, Greater.class, GreaterOrEqual.class, Equal.class);
    private static final List<DateTimePrecision> COARSE =
            List.of(DateTimePrecision.YEAR, DateTimePrecision.MONTH, DateTimePrecision.DAY);

    private DateComparisons() {}

    /** Whether a comparison takes a date as a moment and does not say that days are to be compared. */
    static boolean isUncertain(BinaryExpression both) {
        Optional<DateTimePrecision> precision = precision(both);
        boolean isPlain = WITHOUT_PRECISION.contains(both.getClass());
        boolean isJudged =
                isPlain || (isOfTime(both) && precision.filter(COARSE::contains).isEmpty());
        return isJudged && both.getOperand().stream().anyMatch(DateComparisons::isDateAsMoment);
    }

    private static boolean isOfTime(BinaryExpression both) {
        return both instanceof Before
                || both instanceof After
                || both instanceof SameAs
                || both instanceof SameOrBefore
                || both instanceof SameOrAfter
                || both instanceof In;
    }

    private static Optional<DateTimePrecision> precision(BinaryExpression both) {
        if (both instanceof Before before) {
            return Optional.ofNullable(before.getPrecision());
        }
        if (both instanceof After after) {
            return Optional.ofNullable(after.getPrecision());
        }
        if (both instanceof SameAs same) {
            return Optional.ofNullable(same.getPrecision());
        }
        if (both instanceof SameOrBefore before) {
            return Optional.ofNullable(before.getPrecision());
        }
        if (both instanceof SameOrAfter after) {
            return Optional.ofNullable(after.getPrecision());
        }
        return both instanceof In in ? Optional.ofNullable(in.getPrecision()) : Optional.empty();
    }

    /** Also the bounds of an interval. */
    private static boolean isDateAsMoment(Expression operand) {
        if (operand instanceof Interval interval) {
            return Stream.of(interval.getLow(), interval.getHigh())
                    .anyMatch(bound -> bound != null && isDateAsMoment(bound));
        }
        return operand instanceof ToDateTime conversion && isDate(conversion.getOperand());
    }

    private static boolean isDate(@Nullable Expression operand) {
        // The translator takes the bounds out of an interval of dates, and gives them no type.
        if (operand instanceof Property bound
                && bound.getSource() != null
                && CqlTypes.of(bound).equals("System.Any")) {
            return CqlTypes.of(bound.getSource()).equals("Interval<System.Date>");
        }
        return operand != null && CqlTypes.of(operand).equals("System.Date");
    }
}
