package org.calcinosiscds.decision;

import java.math.BigDecimal;

/**
 * Above which value a calcium-phosphate product is of a tier, at the age of the patient.
 *
 * @param value in the unit of the product
 */
public record ProductLimit(String tier, BigDecimal value) {}
