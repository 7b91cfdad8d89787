package org.calcinosiscds.oracle;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One result as a laboratory sent it.
 *
 * @param value null when the result is text or is missing
 * @param text a result in words; null when there is none
 * @param unitText as displayed; null when not sent
 * @param unitCode UCUM; null when not sent
 * @param high upper reference limit in the unit of the result; null when not sent
 */
public record Draw(
        String id,
        Analyte analyte,
        Instant moment,
        String status,
        @Nullable BigDecimal value,
        @Nullable String comparator,
        @Nullable String text,
        @Nullable String unitText,
        @Nullable String unitCode,
        boolean absent,
        @Nullable Instant issued,
        @Nullable BigDecimal high,
        boolean haemolysed) {

    public enum Analyte {
        CALCIUM("17861-6", "3", "25"),
        CORRECTED_CALCIUM("29265-6", "3", "25"),
        PHOSPHATE("2777-1", "0.3", "30"),
        ALBUMIN("1751-7", "0.5", "7.0");

        final String loinc;
        final BigDecimal least;
        final BigDecimal most;

        Analyte(String loinc, String least, String most) {
            this.loinc = loinc;
            this.least = new BigDecimal(least);
            this.most = new BigDecimal(most);
        }
    }
}
