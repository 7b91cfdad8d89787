package org.calcinosiscds.cql.interpreter;

import java.math.BigDecimal;
import java.util.Objects;
import java.util.stream.Stream;
import org.hl7.elm.r1.After;
import org.hl7.elm.r1.Date;
import org.hl7.elm.r1.DateFrom;
import org.hl7.elm.r1.DateTime;
import org.hl7.elm.r1.DateTimeComponentFrom;
import org.hl7.elm.r1.DateTimePrecision;
import org.hl7.elm.r1.DifferenceBetween;
import org.hl7.elm.r1.DurationBetween;
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
import org.opencds.cqf.cql.engine.runtime.Precision;
import org.opencds.cqf.cql.engine.runtime.TemporalHelper;

/** Operators that construct, decompose and compare dates and times. */
final class TimeOperators {
    private TimeOperators() {}

    static void addTo(OperatorTable table) {
        table.kind(Date.class, TimeOperators::date)
                .kind(DateTime.class, TimeOperators::dateTime)
                .one(DateFrom.class, DateFromEvaluator::dateFrom)
                .one(TimezoneOffsetFrom.class, TimezoneOffsetFromEvaluator::timezoneOffsetFrom)
                .kind(DateTimeComponentFrom.class, TimeOperators::component)
                .kind(DurationBetween.class, TimeOperators::duration)
                .kind(DifferenceBetween.class, TimeOperators::difference)
                .kind(After.class, TimeOperators::after);
    }

    private static Code component(DateTimeComponentFrom component, Compilation by) {
        Node operand = by.node(component.getOperand());
        String precision = name(component.getPrecision());
        return frame -> DateTimeComponentFromEvaluator.dateTimeComponentFrom(operand.value(frame), precision);
    }

    private static Code duration(DurationBetween between, Compilation by) {
        Node left = by.node(between.getOperand().get(0));
        Node right = by.node(between.getOperand().get(1));
        Precision precision = Precision.Companion.fromString(name(between.getPrecision()));
        return frame -> DurationBetweenEvaluator.duration(left.value(frame), right.value(frame), precision);
    }

    private static Code difference(DifferenceBetween between, Compilation by) {
        Node left = by.node(between.getOperand().get(0));
        Node right = by.node(between.getOperand().get(1));
        Precision precision = Precision.Companion.fromString(name(between.getPrecision()));
        return frame -> DifferenceBetweenEvaluator.difference(left.value(frame), right.value(frame), precision);
    }

    private static Code after(After after, Compilation by) {
        Node left = by.node(after.getOperand().get(0));
        Node right = by.node(after.getOperand().get(1));
        String precision =
                after.getPrecision() == null ? null : after.getPrecision().value();
        return frame -> AfterEvaluator.after(left.value(frame), right.value(frame), precision, frame.state());
    }

    private static Code date(Date date, Compilation by) {
        Node year = by.optional(date.getYear());
        Node month = by.optional(date.getMonth());
        Node day = by.optional(date.getDay());
        return frame -> DateEvaluator.internalEvaluate(
                (Integer) year.value(frame), (Integer) month.value(frame), (Integer) day.value(frame));
    }

    /** A time without an offset has that of the evaluation. */
    private static Code dateTime(DateTime time, Compilation by) {
        Node[] parts = Stream.of(
                        time.getYear(),
                        time.getMonth(),
                        time.getDay(),
                        time.getHour(),
                        time.getMinute(),
                        time.getSecond(),
                        time.getMillisecond())
                .map(by::optional)
                .toArray(Node[]::new);
        boolean hasOffset = time.getTimezoneOffset() != null;
        Node offset = by.optional(time.getTimezoneOffset());
        return frame -> {
            @Nullable Integer[] values = new Integer[parts.length];
            for (int i = 0; i < parts.length; i++) {
                values[i] = (Integer) parts[i].value(frame);
            }
            BigDecimal hours = hasOffset
                    ? (BigDecimal) offset.value(frame)
                    : TemporalHelper.zoneToOffset(
                            Objects.requireNonNull(frame.state().getEvaluationDateTime())
                                    .getZoneOffset());
            Object made = DateTimeParts.dateTime(values, hours);
            return made != null
                    ? made
                    : DateTimeEvaluator.internalEvaluate(
                            values[0], values[1], values[2], values[3], values[4], values[5], values[6], hours);
        };
    }

    private static String name(@Nullable DateTimePrecision precision) {
        return Objects.requireNonNull(precision).value();
    }
}
