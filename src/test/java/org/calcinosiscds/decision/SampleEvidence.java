package org.calcinosiscds.decision;

import java.math.BigDecimal;
import java.util.List;

/** Evidence for tests that need no knowledge base. */
public final class SampleEvidence {
    private SampleEvidence() {}

    /** A product of which nothing is known but its value and its tier. */
    public static CalciumPhosphateProduct product(BigDecimal value, String tier) {
        return new CalciumPhosphateProduct(value, null, "mg2/dL2", null, tier, null, List.of(), null, null, null, null);
    }

    /** Evidence of rules that one resource made true. */
    public static Evidence of(String problem, List<String> rules, CalciumPhosphateProduct product, String reference) {
        return new Evidence(
                rules,
                problem,
                null,
                product,
                List.of(),
                List.of(new Evidence.Trigger(reference, null, null)),
                null,
                List.of(),
                null);
    }
}
