package org.calcinosiscds.decision;

import java.util.List;

/**
 * The calcium-phosphate product for clients that ask for it when no card speaks of it.
 *
 * @param words the product in sentences, one a line
 * @param trend the newest results of calcium, phosphate and parathyroid hormone, newest first
 * @param limits of the tiers, lowest first; empty from content that does not tell them
 * @param resultLimits of calcium and phosphate at the age of the patient; empty from content that does not tell them
 * @param results what was read of calcium and phosphate; empty from content that does not tell it
 */
public record ProductReport(
        CalciumPhosphateProduct product,
        List<String> words,
        List<Evidence.NewestResult> trend,
        List<ProductLimit> limits,
        List<ResultLimit> resultLimits,
        List<ReadResult> results) {}
