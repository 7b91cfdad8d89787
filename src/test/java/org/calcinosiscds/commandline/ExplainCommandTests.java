package org.calcinosiscds.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import org.calcinosiscds.cases.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class ExplainCommandTests {
    private static final String CASE = "dialysis-product-71-40";

    @Test
    void ruleThatIsTrueIsFollowedToItsValues(CapturedOutput output) {
        assertThat(run(CASE, "--rule=CC-010")).isZero();
        assertThat(output.getOut())
                .contains("CC-010 true")
                .containsPattern(
                        "  CalciumPhosphateProduct.\"Is High And Current\" = true  CalciumPhosphateProduct.cql:[1-9]")
                .containsPattern("      CalciumPhosphateProduct.\"Tier\" = HIGH  CalciumPhosphateProduct.cql:[1-9]");
    }

    @Test
    void everyConditionThatMakesARuleFalseIsNamed(CapturedOutput output) {
        assertThat(run(CASE, "--rule=CC-043")).isZero();
        assertThat(output.getOut())
                .contains("CC-043 false")
                .containsPattern("  exists Causes.\"Sarcoidosis\" = false  MineralRules.cql:[1-9]")
                .containsPattern("    CalcificationCauses.\"Sarcoidosis\" = \\[]  CalcificationCauses.cql:[1-9]")
                .containsPattern("  Orders.\"Done\"\\('O-CA', Orders.\"Yearly\"\\) = true  MineralRules.cql:[1-9]");
    }

    @Test
    void programsReadJson(CapturedOutput output) {
        assertThat(run(CASE, "--rule=CC-043", "--format=json")).isZero();
        String line = output.getOut()
                .lines()
                .filter(each -> each.startsWith("{"))
                .findFirst()
                .orElseThrow();
        assertThat(Json.read(line).at("/because/0/because/0/value").asString()).isEqualTo("[]");
    }

    @Test
    void unknownCaseAndUnknownRuleAreNamed(CapturedOutput output) {
        assertThat(run("no-such-case", "--rule=CC-043")).isEqualTo(2);
        assertThat(run(CASE, "--rule=CC-999")).isEqualTo(2);
        assertThat(output.getErr()).contains("There is no case no-such-case.", "There is no define \"CC-999 Fires\".");
    }

    private static int run(String name, String... options) {
        String[] arguments = new String[options.length + 2];
        arguments[0] = "explain";
        arguments[1] = name;
        System.arraycopy(options, 0, arguments, 2, options.length);
        return Commands.run(arguments, Clock.systemUTC());
    }
}
