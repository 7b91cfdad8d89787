package org.calcinosiscds.decision;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The calcium-phosphate product of one patient, as the library {@code ProductReport} returns it. What the record does not hold is null.
 *
 * @param value total calcium times phosphate in {@code unit}, not corrected for albumin
 * @param corrected the same of calcium corrected for albumin
 * @param unit UCUM unit of both
 * @param si {@code value} in UCUM {@code mmol2/L2}
 * @param tier code of the CodeSystem {@code product-tier}, {@code UNKNOWN} when there is a reason against grading
 * @param reason code of the CodeSystem {@code rejection-reason}; null when the product is graded
 * @param flags codes of the CodeSystem {@code product-flag}: what makes the product doubtful
 * @param pairAgeDays days since the older of the two samples
 */
public record CalciumPhosphateProduct(
        @Nullable BigDecimal value,
        @Nullable BigDecimal corrected,
        String unit,
        @Nullable BigDecimal si,
        String tier,
        @Nullable String reason,
        List<String> flags,
        @Nullable Integer pairAgeDays,
        @Nullable Measurement calcium,
        @Nullable Measurement phosphate,
        @Nullable Measurement albumin) {

    /**
     * One of the results that were multiplied.
     *
     * @param value in {@code unit}
     * @param unit UCUM unit in which the rules compare
     * @param comparator such as {@code <}; null when the value is exact
     * @param sent value and unit as the laboratory sent them
     * @param effective day of the sample
     * @param reference to the Observation
     */
    public record Measurement(
            @Nullable BigDecimal value,
            String unit,
            @Nullable String comparator,
            @Nullable String sent,
            @Nullable String effective,
            @Nullable String reference) {}
}
