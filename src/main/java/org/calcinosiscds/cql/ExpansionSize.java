package org.calcinosiscds.cql;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.opencds.cqf.cql.engine.elm.executing.DifferenceBetweenEvaluator;
import org.opencds.cqf.cql.engine.runtime.BaseTemporal;
import org.opencds.cqf.cql.engine.runtime.Interval;
import org.opencds.cqf.cql.engine.runtime.Precision;
import org.opencds.cqf.cql.engine.runtime.Quantity;

/** How many elements {@code expand} makes of intervals, known before it does: it makes any number of two bounds. */
final class ExpansionSize {
    private static final BigDecimal SMALLEST_STEP = new BigDecimal("0.00000001");
    private static final Map<String, Precision> OF_UCUM = Map.of(
            "a", Precision.YEAR,
            "mo", Precision.MONTH,
            "wk", Precision.WEEK,
            "d", Precision.DAY,
            "h", Precision.HOUR,
            "min", Precision.MINUTE,
            "s", Precision.SECOND,
            "ms", Precision.MILLISECOND);

    private ExpansionSize() {}

    /**
     * @param source an interval or a list of them
     * @param per step, null for the precision of the bounds
     * @return at least the number of elements; very many when it cannot be told
     */
    static long of(@Nullable Object source, @Nullable Quantity per) {
        if (source instanceof Interval interval) {
            return of(interval, per);
        }
        long all = 0;
        if (source instanceof Iterable<?> list) {
            for (Object each : list) {
                all += Math.min(of(each, per), Integer.MAX_VALUE);
            }
        }
        return all;
    }

    private static long of(Interval interval, @Nullable Quantity per) {
        BigDecimal step = per == null ? BigDecimal.ONE : per.getValue();
        BigDecimal distance = null;
        if (interval.getLow() instanceof BaseTemporal low && interval.getHigh() instanceof BaseTemporal high) {
            Precision precision = per == null ? low.getPrecision() : precision(String.valueOf(per.getUnit()));
            if (precision != null
                    && DifferenceBetweenEvaluator.difference(low, high, precision) instanceof Integer steps) {
                distance = BigDecimal.valueOf(steps);
            }
        } else if (interval.getLow() instanceof Number low && interval.getHigh() instanceof Number high) {
            step = per == null && low instanceof BigDecimal ? SMALLEST_STEP : step;
            distance = new BigDecimal(high.toString()).subtract(new BigDecimal(low.toString()));
        } else if (interval.getLow() instanceof Quantity low
                && interval.getHigh() instanceof Quantity high
                && per != null
                && String.valueOf(low.getUnit()).equals(per.getUnit())
                && String.valueOf(high.getUnit()).equals(per.getUnit())) {
            BigDecimal from = low.getValue();
            BigDecimal to = high.getValue();
            distance = from == null || to == null ? null : to.subtract(from);
        }
        return distance == null || step == null || step.signum() <= 0
                ? Integer.MAX_VALUE
                : distance.divide(step, 0, RoundingMode.UP).longValue() + 1;
    }

    /** Of a unit in words, such as {@code days}, or in UCUM. */
    private static @Nullable Precision precision(String unit) {
        for (Precision precision : Precision.values()) {
            if (precision.name().equals(unit.toUpperCase(Locale.ROOT).replaceFirst("S$", ""))) {
                return precision;
            }
        }
        return OF_UCUM.get(unit);
    }
}
