package org.calcinosiscds.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.calcinosiscds.cases.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

@ExtendWith(OutputCaptureExtension.class)
class CoverageCommandIT {
    /** All cases together; raise it when cases are added. */
    private static final int PERCENT = 89;

    @Test
    void everyRuleIsTrueFalseAndNullWhereItCanBeInSomeCase(CapturedOutput output) {
        assertThat(run("--at-least=" + PERCENT, "--format=json")).isZero();
        String json = output.getOut()
                .lines()
                .filter(line -> line.startsWith("[{"))
                .findFirst()
                .orElseThrow();
        List<String> unseen = new ArrayList<>();
        List<String> nullAlthoughNever = new ArrayList<>();
        TreeSet<String> rules = new TreeSet<>();
        for (JsonNode library : Json.read(json)) {
            for (JsonNode definition : library.path("definitions")) {
                String name = definition.path("name").asString();
                JsonNode whole = definition.path("points").path(0);
                boolean isNeverNull = definition.path("isNeverNull").asBoolean();
                if (isNeverNull && whole.path("isNull").asLong() > 0) {
                    nullAlthoughNever.add(library.path("name").asString() + " " + name);
                }
                if (name.endsWith(" Fires")) {
                    rules.add(name);
                    if (whole.path("isTrue").asLong() == 0
                            || whole.path("isFalse").asLong() == 0
                            || (!isNeverNull && whole.path("isNull").asLong() == 0)) {
                        unseen.add(name);
                    }
                }
            }
        }
        assertThat(rules).hasSizeGreaterThan(50);
        assertThat(unseen).isEmpty();
        assertThat(nullAlthoughNever).isEmpty();
    }

    @Test
    void conditionsWithoutACaseAreNamedWithTheirPlace(CapturedOutput output) {
        assertThat(run("--case=dialysis-product-71-40", "--missing=CC-010")).isEqualTo(1);
        assertThat(output.getOut())
                .containsPattern("cql/ProductRules\\.cql:\\d+:\\d+  never (true|false|evaluated): ")
                .containsPattern("    A case is needed ")
                .containsPattern("(1 condition|\\d+ conditions) of CC-010 ");
        assertThat(run("--case=dialysis-product-71-40", "--missing=CC-999")).isEqualTo(2);
        assertThat(output.getErr()).contains("There is no rule CC-999. Did you mean ");
    }

    /** Totals are those of the lines above them, and everything is within the files. */
    @Test
    void lcovAgreesWithItself(CapturedOutput output) {
        assertThat(run("--case=CC-010", "--format=lcov")).isZero();
        Map<String, Integer> found = new HashMap<>();
        int records = 0;
        for (String line : output.getOut().lines().toList()) {
            String[] field = line.split(":", 2);
            switch (field[0]) {
                case "FN", "DA", "BRDA" -> found.merge(field[0], 1, Integer::sum);
                case "FNDA" -> found.merge(field[1].startsWith("0,") ? "none" : "FNH", 1, Integer::sum);
                case "FNF" -> assertThat(Integer.parseInt(field[1])).isEqualTo(found.getOrDefault("FN", 0));
                case "LF" -> assertThat(Integer.parseInt(field[1])).isEqualTo(found.getOrDefault("DA", 0));
                case "BRF" -> assertThat(Integer.parseInt(field[1])).isEqualTo(found.getOrDefault("BRDA", 0));
                case "FNH" -> assertThat(Integer.parseInt(field[1])).isEqualTo(found.getOrDefault("FNH", 0));
                case "end_of_record" -> {
                    records++;
                    found.clear();
                }
                default -> {}
            }
        }
        assertThat(records).isGreaterThan(50);
        assertThat(output.getOut()).contains("SF:cql/ProductRules.cql").doesNotContain("FHIRHelpers");
    }

    @Test
    void pageMarksWhatWasNotSeenAndNeedsNoNetwork(CapturedOutput output) {
        assertThat(run("--case=dialysis-product-71-40", "--format=html")).isZero();
        assertThat(output.getOut())
                .contains("<h2 id=\"ProductRules\">cql/ProductRules.cql</h2>")
                .contains("<mark title=\"never evaluated\">", "<mark class=\"half\" title=\"never true\">")
                .doesNotContain("<script", "src=", "url(");
    }

    @Test
    void noCaseAndNoContentAreWrongCommandLines(CapturedOutput output) {
        assertThat(run("--case=no-such-case")).isEqualTo(2);
        assertThat(Commands.run(new String[] {"coverage", "cql"}, Clock.systemUTC()))
                .isEqualTo(2);
        assertThat(output.getErr()).contains("There is no such case", "holds no content");
    }

    private static int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("coverage", "."));
        all.addAll(List.of(arguments));
        return Commands.run(all.toArray(String[]::new), Clock.systemUTC());
    }
}
