package org.calcinosiscds.oracle;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The tier of a product for a patient of some age. */
final class TierOracle {
    private final RandomPatient patient;

    TierOracle(RandomPatient patient) {
        this.patient = patient;
    }

    /** clinical/product#tiers. */
    String of(BigDecimal product, BigDecimal calcium, Pair pair) {
        List<String> comparators = comparators(pair);
        BigDecimal lower = new BigDecimal(years() != null && years() < 13 ? "65.00" : "55.00");
        BigDecimal seventy = new BigDecimal("70.00");
        if (comparators.isEmpty()) {
            if (product.compareTo(seventy) > 0) {
                return guarded(calcium, pair);
            }
            return product.compareTo(lower) > 0 ? "ELEVATED" : "NOT_ELEVATED";
        }
        if (comparators.stream().allMatch(sign -> sign.startsWith(">"))) {
            boolean strict = comparators.stream().allMatch(sign -> sign.equals(">"));
            boolean high = product.compareTo(seventy) > 0 || (strict && product.compareTo(seventy) == 0);
            return high ? guarded(calcium, pair) : "UNKNOWN";
        }
        return comparators.stream().allMatch(sign -> sign.startsWith("<")) && product.compareTo(lower) <= 0
                ? "NOT_ELEVATED"
                : "UNKNOWN";
    }

    /** A child's product is HIGH only when one analyte is above its own limit. */
    private String guarded(BigDecimal calcium, Pair pair) {
        Integer years = years();
        if (years == null || years >= 18) {
            return "HIGH";
        }
        String calciumLimit = years < 6 ? "10.8" : years < 13 ? "10.3" : "10.2";
        String phosphateLimit = years < 6 ? "6.5" : years < 13 ? "5.8" : "4.5";
        boolean above = above(pair.calcium(), calcium, years < 1 ? null : calciumLimit)
                || above(pair.phosphate(), pair.phosphate().usableAmount(), years < 1 ? null : phosphateLimit);
        return above ? "HIGH" : "ELEVATED";
    }

    private static boolean above(Judged result, BigDecimal amount, @Nullable String limitForAge) {
        BigDecimal limit =
                result.high() != null ? result.high() : limitForAge == null ? null : new BigDecimal(limitForAge);
        if (limit == null) {
            return false;
        }
        int order = amount.compareTo(limit);
        String comparator = result.draw().comparator();
        return comparator == null || comparator.equals(">=") ? order > 0 : comparator.equals(">") && order >= 0;
    }

    /** The comparators of both results. */
    static List<String> comparators(Pair pair) {
        return Stream.of(pair.calcium(), pair.phosphate())
                .map(result -> result.draw().comparator())
                .filter(Objects::nonNull)
                .toList();
    }

    /** Whole years of age; null when the birth date is unknown. */
    @Nullable
    Integer years() {
        LocalDate birth = patient.birthDate();
        return birth == null
                ? null
                : Period.between(birth, LocalDate.parse("2026-11-21")).getYears();
    }
}
