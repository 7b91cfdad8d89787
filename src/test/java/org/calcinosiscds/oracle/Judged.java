package org.calcinosiscds.oracle;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A result and whether it can be used.
 *
 * @param amount in the unit of the specification; null when there is none
 * @param high upper limit of the laboratory in that unit
 * @param reason why it cannot be used; null when it can
 */
record Judged(
        Draw draw,
        @Nullable BigDecimal amount,
        @Nullable BigDecimal high,
        @Nullable String reason) {
    Instant moment() {
        return draw.moment();
    }

    boolean usable() {
        return reason == null;
    }

    /** clinical/principles#rejected-values: values that contradict each other are still values. */
    boolean readable() {
        return usable() || "conflicting-duplicates".equals(reason);
    }

    BigDecimal usableAmount() {
        return Objects.requireNonNull(amount);
    }
}
