package org.calcinosiscds.oracle;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.calcinosiscds.oracle.Draw.Analyte;
import org.jspecify.annotations.Nullable;

/** Judges each result by itself, then those of one instant together. */
final class ResultOracle {
    private static final Set<String> STATUSES = Set.of("final", "amended", "corrected");
    private static final Set<String> UNITS = Set.of("mg/dl", "mmol/l", "meq/l", "mg/l", "umol/l", "g/dl", "g/l");
    private static final Map<String, String> CALCIUM_FACTORS =
            Map.of("mg/dl", "1", "mmol/l", "4.0078", "meq/l", "2.0039", "mg/l", "0.1", "umol/l", "0.0040078");
    private static final Map<String, String> PHOSPHATE_FACTORS =
            Map.of("mg/dl", "1", "mmol/l", "3.0974", "mg/l", "0.1", "umol/l", "0.0030974");
    private static final Map<String, String> ALBUMIN_FACTORS = Map.of("g/dl", "1", "g/l", "0.1", "mg/dl", "0.001");

    private ResultOracle() {}

    /** clinical/product#rejected-results for each result, then clinical/product#duplicates for those of one instant. */
    static List<Judged> judged(RandomPatient patient, Analyte analyte) {
        Map<Instant, List<Judged>> byInstant = patient.draws().stream()
                .filter(draw -> draw.analyte() == analyte && STATUSES.contains(draw.status()))
                .map(ResultOracle::judged)
                .collect(Collectors.groupingBy(Judged::moment, TreeMap::new, Collectors.toList()));
        List<Judged> settled = new ArrayList<>();
        byInstant.values().forEach(group -> {
            group.stream().filter(result -> !result.usable()).forEach(settled::add);
            settled.addAll(settled(group.stream().filter(Judged::usable).toList()));
        });
        return settled;
    }

    private static List<Judged> settled(List<Judged> usable) {
        List<String> ranks = List.of("final", "amended", "corrected");
        int best = usable.stream()
                .mapToInt(result -> ranks.indexOf(result.draw().status()))
                .max()
                .orElse(0);
        List<Judged> rivals = usable.stream()
                .filter(result -> ranks.indexOf(result.draw().status()) == best)
                .toList();
        Set<String> values = new HashSet<>();
        rivals.forEach(result -> values.add(result.draw().comparator() + " " + rounded(result.usableAmount())));
        if (values.size() <= 1) {
            return rivals.stream()
                    .min(Comparator.comparing(Judged::usableAmount, Comparator.reverseOrder())
                            .thenComparing(Judged::high, Comparator.nullsLast(Comparator.naturalOrder())))
                    .stream()
                    .toList();
        }
        List<Instant> issued = rivals.stream()
                .map(result -> result.draw().issued())
                .filter(Objects::nonNull)
                .sorted()
                .toList();
        boolean latestIsOne =
                issued.size() == rivals.size() && !issued.get(issued.size() - 1).equals(issued.get(issued.size() - 2));
        return latestIsOne
                ? rivals.stream()
                        .filter(result -> issued.get(issued.size() - 1)
                                .equals(result.draw().issued()))
                        .toList()
                : rivals.stream()
                        .map(result ->
                                new Judged(result.draw(), result.amount(), result.high(), "conflicting-duplicates"))
                        .toList();
    }

    private static Judged judged(Draw draw) {
        String code = normal(draw.unitCode());
        String text = normal(draw.unitText());
        String unit = code == null ? text : code;
        BigDecimal factor = unit == null ? null : factor(draw.analyte(), unit);
        BigDecimal amount =
                draw.value() == null || factor == null ? null : draw.value().multiply(factor);
        BigDecimal high =
                draw.high() == null || factor == null ? null : draw.high().multiply(factor);
        return new Judged(draw, amount, high, reason(draw, code, text, unit, amount));
    }

    private static @Nullable String reason(
            Draw draw,
            @Nullable String code,
            @Nullable String text,
            @Nullable String unit,
            @Nullable BigDecimal amount) {
        if (draw.absent()) {
            return "no-data";
        }
        if (draw.moment().isAfter(RandomPatient.AS_OF.plus(Duration.ofHours(24)))) {
            return "future-dated";
        }
        if (day(draw.moment()).isBefore(day(RandomPatient.AS_OF).minusDays(365))) {
            return "too-old";
        }
        if (draw.value() == null) {
            return "non-numeric";
        }
        if (unit == null) {
            return "missing-unit";
        }
        if (code != null && text != null && !code.equals(text) && UNITS.contains(code) && UNITS.contains(text)) {
            return "unit-conflict";
        }
        if (amount == null) {
            return "unsupported-unit";
        }
        if (amount.compareTo(draw.analyte().least) < 0 || amount.compareTo(draw.analyte().most) > 0) {
            return "implausible";
        }
        return draw.haemolysed() ? "specimen-compromised" : null;
    }

    private static @Nullable BigDecimal factor(Analyte analyte, String unit) {
        Map<String, String> factors = switch (analyte) {
            case CALCIUM, CORRECTED_CALCIUM -> CALCIUM_FACTORS;
            case PHOSPHATE -> PHOSPHATE_FACTORS;
            case ALBUMIN -> ALBUMIN_FACTORS;
        };
        return factors.containsKey(unit) ? new BigDecimal(factors.get(unit)) : null;
    }

    private static @Nullable String normal(@Nullable String unit) {
        return unit == null || unit.isBlank() ? null : unit.strip().toLowerCase(Locale.ROOT);
    }

    /** Windows count by days of the calendar; the questions are asked in UTC. */
    private static LocalDate day(Instant moment) {
        return LocalDate.ofInstant(moment, ZoneOffset.UTC);
    }

    /** To two decimals, as products are compared. */
    static BigDecimal rounded(BigDecimal value) {
        return value.setScale(2, RoundingMode.HALF_UP);
    }
}
