package org.calcinosiscds.cql.interpreter;

import java.math.BigDecimal;
import java.util.Objects;
import org.hl7.elm.r1.After;
import org.hl7.elm.r1.Date;
import org.hl7.elm.r1.DateFrom;
import org.hl7.elm.r1.DateTime;
import org.hl7.elm.r1.DateTimeComponentFrom;
import org.hl7.elm.r1.DateTimePrecision;
import org.hl7.elm.r1.DifferenceBetween;
import org.hl7.elm.r1.DurationBetween;
import org.hl7.elm.r1.Expression;
import org.hl7.elm.r1.TimezoneOffsetFrom;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.elm.executing.AfterEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.DateEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.DateFromEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.DateTimeComponentFromEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.DateTimeEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.DifferenceBetweenEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.DurationBetweenEvaluator;
import org.opencds.cqf.cql.engine.elm.executing.TimezoneOffsetFromEvaluator;
import org.opencds.cqf.cql.engine.execution.State;
import org.opencds.cqf.cql.engine.runtime.Precision;
import org.opencds.cqf.cql.engine.runtime.TemporalHelper;

/** Dates and times: made, taken apart, compared. */
final class TimeOperators {
    private TimeOperators() {}

    static void addTo(OperatorTable table) {
        table.kind(Date.class, TimeOperators::date)
                .kind(DateTime.class, TimeOperators::dateTime)
                .one(DateFrom.class, DateFromEvaluator::dateFrom)
                .one(TimezoneOffsetFrom.class, TimezoneOffsetFromEvaluator::timezoneOffsetFrom)
                .kind(
                        DateTimeComponentFrom.class,
                        (e, by, state) -> DateTimeComponentFromEvaluator.dateTimeComponentFrom(
                                by.value(e.getOperand(), state), name(e.getPrecision())))
                .kind(
                        DurationBetween.class,
                        (e, by, state) -> DurationBetweenEvaluator.duration(
                                by.value(e.getOperand().get(0), state),
                                by.value(e.getOperand().get(1), state),
                                Precision.Companion.fromString(name(e.getPrecision()))))
                .kind(
                        DifferenceBetween.class,
                        (e, by, state) -> DifferenceBetweenEvaluator.difference(
                                by.value(e.getOperand().get(0), state),
                                by.value(e.getOperand().get(1), state),
                                Precision.Companion.fromString(name(e.getPrecision()))))
                .kind(
                        After.class,
                        (e, by, state) -> AfterEvaluator.after(
                                by.value(e.getOperand().get(0), state),
                                by.value(e.getOperand().get(1), state),
                                e.getPrecision() == null
                                        ? null
                                        : e.getPrecision().value(),
                                state));
    }

    private static @Nullable Object date(Date date, Evaluator by, State state) {
        return DateEvaluator.internalEvaluate(
                number(date.getYear(), by, state),
                number(date.getMonth(), by, state),
                number(date.getDay(), by, state));
    }

    /** A time without an offset has that of the evaluation. */
    private static @Nullable Object dateTime(DateTime time, Evaluator by, State state) {
        return DateTimeEvaluator.internalEvaluate(
                number(time.getYear(), by, state),
                number(time.getMonth(), by, state),
                number(time.getDay(), by, state),
                number(time.getHour(), by, state),
                number(time.getMinute(), by, state),
                number(time.getSecond(), by, state),
                number(time.getMillisecond(), by, state),
                time.getTimezoneOffset() == null
                        ? TemporalHelper.zoneToOffset(Objects.requireNonNull(state.getEvaluationDateTime())
                                .getZoneOffset())
                        : (BigDecimal) by.value(time.getTimezoneOffset(), state));
    }

    private static String name(@Nullable DateTimePrecision precision) {
        return Objects.requireNonNull(precision).value();
    }

    private static @Nullable Integer number(@Nullable Expression expression, Evaluator by, State state) {
        return (Integer) by.optional(expression, state);
    }
}
