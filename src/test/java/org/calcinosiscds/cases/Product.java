package org.calcinosiscds.cases;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.calcinosiscds.decision.CalciumPhosphateProduct;
import org.jspecify.annotations.Nullable;

/**
 * The calcium-phosphate product as a case, the CQL and a card state it.
 *
 * @param value uncorrected, in mg2/dL2, without trailing zeros; null when there is none
 * @param corrected for albumin, likewise
 * @param reason why there is no tier; null when there is one
 */
public record Product(
        @Nullable BigDecimal value,
        @Nullable BigDecimal corrected,
        @Nullable String tier,
        @Nullable String reason,
        Set<String> flags,
        @Nullable Integer pairAgeDays) {

    public static Product of(Map<String, ? extends @Nullable Object> product) {
        return new Product(
                decimal(product.get("value")),
                decimal(product.get("corrected")),
                (String) product.get("tier"),
                (String) product.get("reason"),
                flags(product.get("flags")),
                (Integer) product.get("pairAgeDays"));
    }

    public static Product of(CalciumPhosphateProduct product) {
        return new Product(
                decimal(product.value()),
                decimal(product.corrected()),
                product.tier(),
                product.reason(),
                flags(product.flags()),
                product.pairAgeDays());
    }

    private static @Nullable BigDecimal decimal(@Nullable Object value) {
        return value == null ? null : new BigDecimal(value.toString()).stripTrailingZeros();
    }

    private static Set<String> flags(@Nullable Object flags) {
        return flags instanceof Collection<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.toCollection(TreeSet::new))
                : Set.of();
    }
}
