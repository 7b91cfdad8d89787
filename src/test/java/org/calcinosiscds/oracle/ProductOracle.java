package org.calcinosiscds.oracle;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
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
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.calcinosiscds.cases.Product;
import org.calcinosiscds.oracle.Draw.Analyte;
import org.jspecify.annotations.Nullable;

/**
 * Section 3 of the specification, read a second time and step by step as it is written: all pairs are listed, sorted and the first is
 * taken, where the CQL walks from the newest calcium. Shares no code with the service.
 */
public final class ProductOracle {
    private static final Set<String> STATUSES = Set.of("final", "amended", "corrected");
    private static final Set<String> NOT_DONE = Set.of("no-data", "future-dated", "too-old");
    /** clinical/product#rejected-results, from the top: of results of one moment the first reason is told. */
    private static final List<String> TABLE = List.of(
            "non-numeric",
            "missing-unit",
            "unit-conflict",
            "unsupported-unit",
            "implausible",
            "specimen-compromised",
            "conflicting-duplicates");

    private static final Set<String> UNITS = Set.of("mg/dl", "mmol/l", "meq/l", "mg/l", "umol/l", "g/dl", "g/l");
    private static final Map<String, String> CALCIUM_FACTORS =
            Map.of("mg/dl", "1", "mmol/l", "4.0078", "meq/l", "2.0039", "mg/l", "0.1", "umol/l", "0.0040078");
    private static final Map<String, String> PHOSPHATE_FACTORS =
            Map.of("mg/dl", "1", "mmol/l", "3.0974", "mg/l", "0.1", "umol/l", "0.0030974");
    private static final Map<String, String> ALBUMIN_FACTORS = Map.of("g/dl", "1", "g/l", "0.1", "mg/dl", "0.001");

    /** A judged result. */
    private record Judged(
            Draw draw,
            @Nullable BigDecimal amount,
            @Nullable BigDecimal high,
            @Nullable String reason) {
        Instant moment() {
            return draw.moment();
        }

        boolean usable() {
            return reason == null;
        }

        /** clinical/principles#rejected-values: values that contradict each other are still values. */
        boolean readable() {
            return usable() || "conflicting-duplicates".equals(reason);
        }

        BigDecimal usableAmount() {
            return Objects.requireNonNull(amount);
        }
    }

    private record Pair(Judged calcium, Judged phosphate) {
        Duration gap() {
            return Duration.between(calcium.moment(), phosphate.moment()).abs();
        }
    }

    private final RandomPatient patient;
    private final Instant now = RandomPatient.AS_OF;
    private final List<Judged> results;

    private ProductOracle(RandomPatient patient) {
        this.patient = patient;
        this.results = Stream.of(Analyte.values())
                .flatMap(analyte -> judged(analyte).stream())
                .toList();
    }

    public static Product of(RandomPatient patient) {
        return new ProductOracle(patient).product();
    }

    private Product product() {
        List<Pair> near = pairs();
        Pair pair = near.stream()
                .filter(each -> sessionsBetween(each).isEmpty())
                .min(Comparator.comparing((Pair each) -> each.calcium().moment(), Comparator.reverseOrder())
                        .thenComparing(each -> each.calcium().draw().analyte())
                        .thenComparing(Pair::gap)
                        .thenComparing(each -> each.phosphate().moment(), Comparator.reverseOrder())
                        .thenComparing(each -> each.calcium().usableAmount(), Comparator.reverseOrder())
                        .thenComparing(each -> each.phosphate().usableAmount(), Comparator.reverseOrder()))
                .orElse(null);
        if (pair == null) {
            String reason = reasonWithoutPair(near);
            return unknown(isInfant() && !reason.equals("no-data") ? "infant-not-validated" : reason);
        }
        if (combinations(pair).map(this::tier).distinct().count() > 1) {
            return unknown(isInfant() ? "infant-not-validated" : "conflicting-duplicates");
        }
        return product(pair);
    }

    private static Product unknown(String reason) {
        return new Product(null, null, "UNKNOWN", reason, Set.of(), null);
    }

    private boolean isInfant() {
        Integer years = years();
        return years != null && years < 1;
    }

    /** One reading of the values of a draw: each analyte may have several that contradict each other. */
    private record Combination(Judged calcium, @Nullable Judged albumin, Judged phosphate) {}

    private Stream<Combination> combinations(Pair pair) {
        List<Judged> albumins = albumins(pair.calcium());
        return sameDraw(pair.calcium())
                .flatMap(calcium -> sameDraw(pair.phosphate())
                        .flatMap(phosphate -> albumins.isEmpty()
                                ? Stream.of(new Combination(calcium, null, phosphate))
                                : albumins.stream().map(albumin -> new Combination(calcium, albumin, phosphate))));
    }

    private Stream<Judged> sameDraw(Judged result) {
        return readable(result.draw().analyte()).filter(other -> other.moment().equals(result.moment()));
    }

    private String tier(Combination of) {
        BigDecimal calcium = of.albumin() == null
                ? of.calcium().usableAmount()
                : corrected(of.calcium().usableAmount(), of.albumin().usableAmount());
        return tier(
                rounded(calcium.multiply(of.phosphate().usableAmount())),
                calcium,
                new Pair(of.calcium(), of.phosphate()));
    }

    private Product product(Pair pair) {
        BigDecimal calcium = pair.calcium().usableAmount();
        BigDecimal phosphate = pair.phosphate().usableAmount();
        boolean fromLaboratory = pair.calcium().draw().analyte() == Analyte.CORRECTED_CALCIUM;
        BigDecimal correctedCalcium = fromLaboratory ? calcium : corrected(pair.calcium());
        BigDecimal plain = fromLaboratory ? null : rounded(calcium.multiply(phosphate));
        BigDecimal corrected = correctedCalcium == null ? null : rounded(correctedCalcium.multiply(phosphate));

        String plainTier = plain == null ? null : tier(plain, calcium, pair);
        String correctedTier =
                corrected == null ? null : tier(corrected, Objects.requireNonNull(correctedCalcium), pair);
        String decided = corrected == null ? Objects.requireNonNull(plainTier) : Objects.requireNonNull(correctedTier);
        BigDecimal deciding = corrected == null ? Objects.requireNonNull(plain) : corrected;
        boolean infant = isInfant();
        String tier = infant ? "UNKNOWN" : decided;
        String reason = infant ? "infant-not-validated" : decided.equals("UNKNOWN") ? "comparator" : null;

        Set<String> flags = new TreeSet<>();
        flag(flags, "no-albumin", corrected == null);
        flag(flags, "lab-corrected", fromLaboratory);
        flag(
                flags,
                "tier-discordant",
                !infant && plainTier != null && correctedTier != null && !plainTier.equals(correctedTier));
        flag(flags, "bound", tier.equals("HIGH") && !comparators(pair).isEmpty());
        flag(
                flags,
                "paediatric-physiologic",
                tier.equals("ELEVATED") && deciding.compareTo(new BigDecimal("70.00")) > 0);
        flag(
                flags,
                "post-dialysis",
                patient.sessions().stream()
                        .anyMatch(session -> session.isBefore(pair.phosphate().moment())
                                && !pair.phosphate().moment().isAfter(session.plus(Duration.ofHours(24)))));
        flag(flags, "newer-unusable", newerUnusable(pair));
        return new Product(stripped(plain), stripped(corrected), tier, reason, flags, age(pair));
    }

    private static void flag(Set<String> flags, String flag, boolean set) {
        if (set) {
            flags.add(flag);
        }
    }

    private static @Nullable BigDecimal stripped(@Nullable BigDecimal value) {
        return value == null ? null : value.stripTrailingZeros();
    }

    /** clinical/product#tiers. */
    private String tier(BigDecimal product, BigDecimal calcium, Pair pair) {
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

    private static List<String> comparators(Pair pair) {
        return Stream.of(pair.calcium(), pair.phosphate())
                .map(result -> result.draw().comparator())
                .filter(Objects::nonNull)
                .toList();
    }

    /** Windows count by days of the calendar; the questions are asked in UTC. */
    private static LocalDate day(Instant moment) {
        return LocalDate.ofInstant(moment, ZoneOffset.UTC);
    }

    private int age(Pair pair) {
        Instant older = pair.calcium().moment().isBefore(pair.phosphate().moment())
                ? pair.calcium().moment()
                : pair.phosphate().moment();
        return (int) Math.max(0, Duration.between(older, now).toDays());
    }

    private boolean newerUnusable(Pair pair) {
        Instant newer = pair.calcium().moment().isAfter(pair.phosphate().moment())
                ? pair.calcium().moment()
                : pair.phosphate().moment();
        return results.stream()
                .filter(result -> result.draw().analyte() != Analyte.ALBUMIN)
                .filter(result -> !result.usable() && !NOT_DONE.contains(result.reason()))
                .anyMatch(result -> result.moment().isAfter(newer));
    }

    /** clinical/product#albumin: upward only; of albumins that contradict each other the one that corrects most. */
    private @Nullable BigDecimal corrected(Judged calcium) {
        return albumins(calcium).stream()
                .map(albumin -> corrected(calcium.usableAmount(), albumin.usableAmount()))
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    private static BigDecimal corrected(BigDecimal calcium, BigDecimal albumin) {
        BigDecimal four = new BigDecimal("4.0");
        return albumin.compareTo(four) >= 0
                ? calcium
                : calcium.add(new BigDecimal("0.8").multiply(four.subtract(albumin)));
    }

    /** The albumins of the instant nearest to a calcium within 72 hours, of two equally near the newer. */
    private List<Judged> albumins(Judged calcium) {
        if (calcium.draw().analyte() == Analyte.CORRECTED_CALCIUM) {
            return List.of();
        }
        List<Judged> near = readable(Analyte.ALBUMIN)
                .filter(albumin -> albumin.draw().comparator() == null)
                .filter(albumin -> apart(albumin, calcium).compareTo(Duration.ofHours(72)) <= 0)
                .sorted(Comparator.comparing((Judged albumin) -> apart(albumin, calcium))
                        .thenComparing(Judged::moment, Comparator.reverseOrder()))
                .toList();
        return near.stream()
                .filter(albumin -> albumin.moment().equals(near.get(0).moment()))
                .toList();
    }

    private static Duration apart(Judged one, Judged other) {
        return Duration.between(one.moment(), other.moment()).abs();
    }

    /** clinical/product#pairing, step 2 before dialysis is looked at. */
    private List<Pair> pairs() {
        return calcium()
                .filter(Judged::readable)
                .flatMap(calcium -> readable(Analyte.PHOSPHATE).map(phosphate -> new Pair(calcium, phosphate)))
                .filter(pair -> pair.gap().compareTo(Duration.ofHours(24)) <= 0)
                .toList();
    }

    private List<Instant> sessionsBetween(Pair pair) {
        Instant one = pair.calcium().moment();
        Instant other = pair.phosphate().moment();
        Instant first = one.isBefore(other) ? one : other;
        Instant last = one.isBefore(other) ? other : one;
        return patient.sessions().stream()
                .filter(session -> session.isAfter(first) && session.isBefore(last))
                .toList();
    }

    private String reasonWithoutPair(List<Pair> near) {
        boolean calciumDone = calcium().anyMatch(ProductOracle::done);
        boolean phosphateDone = of(Analyte.PHOSPHATE).anyMatch(ProductOracle::done);
        if (!calciumDone || !phosphateDone) {
            return "no-data";
        }
        if (!near.isEmpty()) {
            return "dialysis-between";
        }
        boolean hasCalcium = calcium().anyMatch(Judged::readable);
        boolean hasPhosphate = readable(Analyte.PHOSPHATE).findAny().isPresent();
        if (hasCalcium && hasPhosphate) {
            return "unpaired";
        }
        Stream<Judged> missing = hasCalcium
                ? of(Analyte.PHOSPHATE)
                : hasPhosphate ? calcium() : Stream.concat(calcium(), of(Analyte.PHOSPHATE));
        return missing.filter(result -> !result.usable() && done(result))
                .min(Comparator.comparing(Judged::moment, Comparator.reverseOrder())
                        .thenComparing(result -> TABLE.indexOf(result.reason())))
                .map(Judged::reason)
                .orElseThrow();
    }

    private static boolean done(Judged result) {
        return !NOT_DONE.contains(String.valueOf(result.reason()));
    }

    private Stream<Judged> calcium() {
        return Stream.concat(of(Analyte.CALCIUM), of(Analyte.CORRECTED_CALCIUM));
    }

    private Stream<Judged> readable(Analyte analyte) {
        return of(analyte).filter(Judged::readable);
    }

    private Stream<Judged> of(Analyte analyte) {
        return results.stream().filter(result -> result.draw().analyte() == analyte);
    }

    /** clinical/product#rejected-results for each result, then clinical/product#duplicates for those of one instant. */
    private List<Judged> judged(Analyte analyte) {
        Map<Instant, List<Judged>> byInstant = patient.draws().stream()
                .filter(draw -> draw.analyte() == analyte && STATUSES.contains(draw.status()))
                .map(this::judged)
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

    private Judged judged(Draw draw) {
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

    private @Nullable String reason(
            Draw draw,
            @Nullable String code,
            @Nullable String text,
            @Nullable String unit,
            @Nullable BigDecimal amount) {
        if (draw.absent()) {
            return "no-data";
        }
        if (draw.moment().isAfter(now.plus(Duration.ofHours(24)))) {
            return "future-dated";
        }
        if (day(draw.moment()).isBefore(day(now).minusDays(365))) {
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

    private @Nullable Integer years() {
        LocalDate birth = patient.birthDate();
        return birth == null
                ? null
                : Period.between(birth, LocalDate.parse("2026-11-21")).getYears();
    }

    private static BigDecimal rounded(BigDecimal value) {
        return value.setScale(2, RoundingMode.HALF_UP);
    }
}
