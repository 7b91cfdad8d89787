package org.calcinosiscds.oracle;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.calcinosiscds.oracle.Draw.Analyte;
import org.jspecify.annotations.Nullable;

/**
 * A patient made by chance from values that lie at and around every limit of the specification.
 *
 * @param birthDate null when unknown
 * @param sessions when dialysis was done
 */
public record RandomPatient(@Nullable LocalDate birthDate, List<Draw> draws, List<Instant> sessions) {
    public static final Instant AS_OF = Instant.parse("2026-11-21T09:00:00Z");
    private static final LocalDate TODAY = LocalDate.parse("2026-11-21");

    private static final int[] HOURS_BACK = {
        5, 60, 240, 241, 2159, 2160, 2161, 2184, 8759, 8760, 8761, 9000, -23, -24, -25
    };
    private static final int[] HOURS_APART = {0, 0, 0, 1, 12, 23, 24, 25, 48, 72, 73};
    private static final String[] CALCIUM = {
        "7.8", "9.0", "9.9", "10.0", "10.2", "10.21", "10.3", "10.5", "10.8", "10.81", "11.6", "14.0", "2.9", "25.1",
        "1"
    };
    private static final String[] PHOSPHATE = {
        "2.4", "4.5", "4.51", "5.5", "5.50", "5.55", "5.8", "6.5", "6.51", "7.0", "7.001", "7.2", "9.1", "0.2", "31"
    };
    private static final String[] ALBUMIN = {"1.9", "2.8", "3.5", "3.9", "4.0", "4.4", "7.1", "0.4"};
    private static final String[] CALCIUM_SI = {"2.25", "2.40", "2.50", "2.55", "2.70", "10.0"};
    private static final String[] PHOSPHATE_SI = {"1.45", "1.78", "2.10", "2.26", "2.40", "0.05"};

    public static RandomPatient of(Random chance) {
        List<Draw> draws = new ArrayList<>();
        List<Instant> sessions = new ArrayList<>();
        int events = 1 + chance.nextInt(3);
        for (int event = 0; event < events; event++) {
            Instant moment = AS_OF.minus(Duration.ofHours(pick(chance, HOURS_BACK)));
            add(draws, chance, Analyte.CALCIUM, moment, 80);
            add(draws, chance, Analyte.CALCIUM, moment, 20);
            add(draws, chance, Analyte.CORRECTED_CALCIUM, moment, 15);
            add(draws, chance, Analyte.PHOSPHATE, moment, 85);
            add(draws, chance, Analyte.PHOSPHATE, moment, 25);
            add(draws, chance, Analyte.ALBUMIN, moment, 45);
            add(draws, chance, Analyte.ALBUMIN, moment, 15);
            if (chance.nextInt(100) < 25) {
                sessions.add(moment.minus(Duration.ofHours(pick(chance, HOURS_APART) - 12L)));
            }
        }
        return new RandomPatient(birthDate(chance), draws, sessions);
    }

    /** The same record in another order. */
    public RandomPatient reversed() {
        List<Draw> reversed = new ArrayList<>(draws);
        java.util.Collections.reverse(reversed);
        return new RandomPatient(birthDate, reversed, sessions);
    }

    private static @Nullable LocalDate birthDate(Random chance) {
        int[] ages = {0, 1, 4, 5, 6, 9, 12, 13, 17, 18, 60, 60, 60, 60};
        int age = pick(chance, ages);
        return chance.nextInt(20) == 0 ? null : TODAY.minusYears(age).minusDays(chance.nextInt(2));
    }

    private static void add(List<Draw> draws, Random chance, Analyte analyte, Instant event, int percent) {
        if (chance.nextInt(100) >= percent) {
            return;
        }
        Instant moment = event.minus(Duration.ofHours(pick(chance, HOURS_APART)));
        boolean si = chance.nextInt(4) == 0;
        String unit = unit(analyte, si, chance);
        boolean text = chance.nextInt(40) == 0;
        draws.add(new Draw(
                analyte.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-') + draws.size(),
                analyte,
                moment,
                pick(
                        chance,
                        "final",
                        "final",
                        "final",
                        "final",
                        "amended",
                        "corrected",
                        "preliminary",
                        "entered-in-error"),
                text ? null : new BigDecimal(value(analyte, si, chance)),
                text || chance.nextInt(12) != 0 ? null : pick(chance, "<", "<=", ">", ">="),
                text ? "7.9" : null,
                chance.nextInt(25) == 0 ? null : odd(chance) ? "mmol/L" : unit,
                chance.nextInt(4) == 0 ? null : unit,
                chance.nextInt(40) == 0,
                chance.nextInt(3) == 0 ? moment.plus(Duration.ofHours(1L + chance.nextInt(3))) : null,
                chance.nextInt(8) == 0 && !si && analyte != Analyte.ALBUMIN
                        ? new BigDecimal(pick(chance, "4.4", "7.3", "10.1", "11.0"))
                        : null,
                analyte == Analyte.PHOSPHATE && chance.nextInt(20) == 0));
    }

    private static String unit(Analyte analyte, boolean si, Random chance) {
        if (analyte == Analyte.ALBUMIN) {
            return si ? "g/L" : "g/dL";
        }
        if (chance.nextInt(30) == 0) {
            return pick(chance, "meq/L", "mg/L", "umol/L", "ng/mL");
        }
        return si ? "mmol/L" : "mg/dL";
    }

    private static String value(Analyte analyte, boolean si, Random chance) {
        return switch (analyte) {
            case CALCIUM, CORRECTED_CALCIUM -> pick(chance, si ? CALCIUM_SI : CALCIUM);
            case PHOSPHATE -> pick(chance, si ? PHOSPHATE_SI : PHOSPHATE);
            case ALBUMIN ->
                si ? new BigDecimal(pick(chance, ALBUMIN)).movePointRight(1).toPlainString() : pick(chance, ALBUMIN);
        };
    }

    private static boolean odd(Random chance) {
        return chance.nextInt(40) == 0;
    }

    private static int pick(Random chance, int[] of) {
        return of[chance.nextInt(of.length)];
    }

    private static String pick(Random chance, String... of) {
        return of[chance.nextInt(of.length)];
    }
}
