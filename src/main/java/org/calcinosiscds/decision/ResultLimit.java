package org.calcinosiscds.decision;

import java.math.BigDecimal;

/**
 * Beyond which value a calcium or a phosphate is not normal.
 *
 * @param analyte {@code calcium} or {@code phosphate}
 * @param bound {@code LOW} or {@code HIGH}
 * @param value in the unit in which the rules compare
 * @param origin {@code LABORATORY} when it was sent with the result, {@code AGE}, or {@code DIALYSIS}
 */
public record ResultLimit(String analyte, String bound, BigDecimal value, String origin) {}
