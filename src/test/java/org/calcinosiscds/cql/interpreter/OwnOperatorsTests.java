package org.calcinosiscds.cql.interpreter;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.opencds.cqf.cql.engine.elm.executing.DivideEvaluator;
import org.opencds.cqf.cql.engine.execution.Environment;
import org.opencds.cqf.cql.engine.execution.State;
import org.opencds.cqf.cql.engine.runtime.Date;
import org.opencds.cqf.cql.engine.runtime.DateTime;

/** What does the same as the engine with less work has the engine's values, in type and scale. */
class OwnOperatorsTests {
    private static final long SEED = 20261121;

    private final State state = new State(new Environment(null));

    @Test
    void divisionIsThatOfTheEngine() {
        Random random = new Random(SEED);
        for (int i = 0; i < 20_000; i++) {
            assertSameDivision(decimal(random), decimal(random));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, 3",
        "1, 0",
        "1, 0.00",
        "0, 3",
        "0.000, 3",
        "1, 1024",
        "6, 2.0",
        "6.00, 2",
        "-1, 3",
        "1, -3",
        "71.4, 12.41375972",
        "1E+3, 7",
        "1E+3, 8",
        "99999999999999999999.99999999, 0.00000001",
        "0.00000001, 99999999999999999999.99999999"
    })
    void divisionsOfMarkAreThoseOfTheEngine(BigDecimal dividend, BigDecimal divisor) {
        assertSameDivision(dividend, divisor);
    }

    private void assertSameDivision(BigDecimal dividend, BigDecimal divisor) {
        assertThat(NumberOperators.divide(dividend, divisor, state))
                .as("%s / %s", dividend, divisor)
                .isEqualTo(DivideEvaluator.divide(dividend, divisor, state));
    }

    private static BigDecimal decimal(Random random) {
        return new BigDecimal(new BigInteger(random.nextInt(40), random), random.nextInt(9));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-21", "0001-01-01", "9999-12-31", "2026-11", "2026", "1900-02-28"})
    void textOfADateIsThatOfTheEngine(String date) {
        assertThat(TextOperators.text(new Date(date))).isEqualTo(new Date(date).toString());
    }

    @Test
    void textOfOtherValuesIsThatOfTheEngine() {
        DateTime moment = new DateTime("2026-11-21T09:00:00.000", ZoneOffset.UTC);

        assertThat(TextOperators.text(moment)).isEqualTo(moment.toString());
        assertThat(TextOperators.text(null)).isNull();
        assertThat(TextOperators.text(new BigDecimal("1.50"))).isEqualTo("1.50");
    }
}
