package org.calcinosiscds.cql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.calcinosiscds.cases.Json;
import org.calcinosiscds.decision.EvaluationException;
import org.calcinosiscds.knowledge.CompiledLogic;
import org.calcinosiscds.knowledge.CompiledLogic.Circumstances;
import org.calcinosiscds.knowledge.ExpressionException;
import org.hl7.fhir.r4.model.Parameters;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * The official tests of CQL (github.com/cqframework/cql-tests), each expression as {@code $cql} evaluates it without a patient. They are
 * not part of this repository and are run where their folder is: beside it, or as the property {@code cql.tests} says. What fails is listed
 * with its cause; a new failure and a new pass both fail the build. What the limits for authors refuse is neither.
 */
@Tag("conformance")
class OfficialCqlIT {
    private static final Path FOLDER = Path.of(System.getProperty("cql.tests", "../shared/cql-tests"));
    private static final Path KNOWN = Path.of("src/test/resources/cql-tests/known-failures.csv");
    private static final ZonedDateTime AS_OF = ZonedDateTime.parse("2026-11-21T09:00:00Z");
    private static final int LEAST_PASSES = 1690;

    /** What {@link ExpressionLimits} and {@link EvaluationLimits} say. */
    private static final Pattern LIMIT = Pattern.compile(
            "is not evaluated here\\.|Only simple queries are evaluated|nested more than|LimitExceeded");

    private final CompiledLogic logic = new CqlLogic(
            CaseAnswers.COMPILED,
            PatientLimiter.LIMITER,
            Duration.ofMinutes(1),
            new AuthoredExpressions(CaseAnswers.COMPILED));

    @Test
    void failuresAreThoseThatAreKnown() throws IOException {
        Map<String, String> known = known();
        if (!Files.isDirectory(FOLDER)) {
            return;
        }
        Map<String, String> failures = new TreeMap<>();
        List<OfficialCqlTest> tests = OfficialCqlTest.in(FOLDER);
        int refused = 0;
        for (OfficialCqlTest test : tests) {
            String outcome = outcome(test);
            if (LIMIT.matcher(outcome).find()) {
                refused++;
                known.remove(test.name());
            } else if (!outcome.isEmpty()) {
                failures.put(test.name(), outcome);
            }
        }
        Files.writeString(
                Path.of("target/cql-tests-failures.txt"),
                String.join(
                        "\n",
                        failures.entrySet().stream()
                                .map(each -> each.getKey() + "," + each.getValue())
                                .toList()));

        assertThat(failures.keySet()).isEqualTo(known.keySet());
        assertThat(tests.size() - failures.size() - refused).isGreaterThanOrEqualTo(LEAST_PASSES);
    }

    /** Cause by the name of the test. */
    private static Map<String, String> known() throws IOException {
        Map<String, String> known = new TreeMap<>();
        for (String line : Files.readAllLines(KNOWN).stream().skip(1).toList()) {
            String[] columns = line.split(",", 2);
            assertThat(columns).as(line).hasSize(2);
            assertThat(columns[1]).as(line).isNotBlank();
            known.put(columns[0], columns[1]);
        }
        return known;
    }

    /** Empty when the test passes. */
    private String outcome(OfficialCqlTest test) {
        JsonNode value;
        try {
            value = value(test.expression());
        } catch (ExpressionException | EvaluationException e) {
            return test.output() == null ? "" : "failed: " + reason(e);
        } catch (RuntimeException | StackOverflowError e) {
            return "failed with " + e;
        }
        if (test.output() == null) {
            return "is " + value + " and must fail";
        }
        try {
            JsonNode expected = value(test.output());
            return isSame(expected, value) ? "" : "is " + value + " and must be " + expected;
        } catch (ExpressionException | EvaluationException e) {
            return "has the output " + test.output() + ": " + reason(e);
        }
    }

    private static String reason(RuntimeException failure) {
        return failure instanceof ExpressionException known
                ? known.defects().get(0).message()
                : String.valueOf(failure.getMessage());
    }

    private JsonNode value(String expression) {
        Parameters value =
                logic.evaluateExpression(expression, List.of(), new Circumstances(null, AS_OF, new Parameters()));
        value.getParameter().forEach(parameter -> parameter.setExtension(null));
        return Json.read(CaseAnswers.FHIR.newJsonParser().encodeResourceToString(value))
                .path("parameter");
    }

    /** Numbers are the same whatever their zeros at the end. */
    private static boolean isSame(JsonNode expected, JsonNode value) {
        if (expected.isNumber() && value.isNumber()) {
            return new BigDecimal(expected.asString()).compareTo(new BigDecimal(value.asString())) == 0;
        }
        if (expected.size() != value.size() || expected.isContainer() != value.isContainer()) {
            return false;
        }
        if (!expected.isContainer()) {
            return expected.equals(value);
        }
        if (expected.isArray()) {
            for (int i = 0; i < expected.size(); i++) {
                if (!isSame(expected.get(i), value.get(i))) {
                    return false;
                }
            }
            return true;
        }
        return expected.propertyStream()
                .allMatch(each -> isSame(each.getValue(), value.path(named(each.getKey(), value))));
    }

    /** A whole number of one type is the same as a decimal. */
    private static String named(String property, JsonNode in) {
        return property.equals("valueDecimal") && in.has("valueInteger")
                ? "valueInteger"
                : property.equals("valueInteger") && in.has("valueDecimal") ? "valueDecimal" : property;
    }
}
