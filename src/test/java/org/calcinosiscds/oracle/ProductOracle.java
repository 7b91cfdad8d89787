package org.calcinosiscds.oracle;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.calcinosiscds.cases.Product;
import org.calcinosiscds.oracle.Draw.Analyte;
import org.jspecify.annotations.Nullable;

/**
 * Section 3 of the specification, read a second time and step by step as it is written: all pairs are listed, sorted and the first is
 * taken, where the CQL walks from the newest calcium. Shares no code with the service.
 */
public final class ProductOracle {
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

    private final RandomPatient patient;
    private final Instant now = RandomPatient.AS_OF;
    private final List<Judged> results;
    private final TierOracle tiers;

    private ProductOracle(RandomPatient patient) {
        this.patient = patient;
        this.tiers = new TierOracle(patient);
        this.results = Stream.of(Analyte.values())
                .flatMap(analyte -> ResultOracle.judged(patient, analyte).stream())
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
        Integer years = tiers.years();
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
        return tiers.of(
                ResultOracle.rounded(calcium.multiply(of.phosphate().usableAmount())),
                calcium,
                new Pair(of.calcium(), of.phosphate()));
    }

    private Product product(Pair pair) {
        BigDecimal calcium = pair.calcium().usableAmount();
        BigDecimal phosphate = pair.phosphate().usableAmount();
        boolean fromLaboratory = pair.calcium().draw().analyte() == Analyte.CORRECTED_CALCIUM;
        BigDecimal correctedCalcium = fromLaboratory ? calcium : corrected(pair.calcium());
        BigDecimal plain = fromLaboratory ? null : ResultOracle.rounded(calcium.multiply(phosphate));
        BigDecimal corrected =
                correctedCalcium == null ? null : ResultOracle.rounded(correctedCalcium.multiply(phosphate));

        String plainTier = plain == null ? null : tiers.of(plain, calcium, pair);
        String correctedTier =
                corrected == null ? null : tiers.of(corrected, Objects.requireNonNull(correctedCalcium), pair);
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
        flag(
                flags,
                "bound",
                tier.equals("HIGH") && !TierOracle.comparators(pair).isEmpty());
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
                .filter(albumin -> withDuplicateErrors(albumin, calcium).compareTo(Duration.ofHours(72)) <= 0)
                .sorted(Comparator.comparing((Judged albumin) -> withDuplicateErrors(albumin, calcium))
                        .thenComparing(Judged::moment, Comparator.reverseOrder()))
                .toList();
        return near.stream()
                .filter(albumin -> albumin.moment().equals(near.get(0).moment()))
                .toList();
    }

    private static Duration withDuplicateErrors(Judged one, Judged other) {
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
}
