package org.calcinosiscds.decision;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A calcium or phosphate of the record, as the rules read it.
 *
 * @param analyte {@code calcium} or {@code phosphate}
 * @param value in {@code unit}; null when the result cannot be converted
 * @param unit UCUM unit in which the rules compare
 * @param sent value and unit as the laboratory sent them
 * @param effective day of the sample
 * @param reference to the Observation
 * @param reason why the rules cannot compute with it, in words; null when they can
 */
public record ReadResult(
        String analyte,
        @Nullable BigDecimal value,
        String unit,
        String sent,
        String effective,
        String reference,
        @Nullable String reason) {}
