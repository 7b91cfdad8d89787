package org.calcinosiscds.cql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.calcinosiscds.decision.CalciumPhosphateProduct;
import org.calcinosiscds.decision.EvaluationException;
import org.calcinosiscds.decision.Evidence;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.opencds.cqf.cql.engine.runtime.Tuple;

/** Evidence of a wrong shape is named by define and element, and its values, which may be of a patient, are not told. */
class DefineValueTests {
    private static final BigDecimal SECRET = new BigDecimal("71.4");

    @Test
    void evidenceIsReadIntoRecords() {
        Evidence evidence = EvidenceReader.evidence(value(evidence(Map.of())));

        assertThat(evidence.problem()).isEqualTo("MINERAL");
        assertThat(evidence.rules()).containsExactly("CC-010");
        assertThat(evidence.types()).isNull();
        assertThat(evidence.because())
                .containsExactly(new Evidence.Trigger("Observation/1", "Calcium 10.2 mg/dL", null));
        assertThat(evidence.product())
                .isEqualTo(new CalciumPhosphateProduct(
                        SECRET, null, "mg2/dL2", null, "HIGH", null, List.of(), 3, null, null, null));
    }

    @Test
    void elementOfAnotherTypeIsNamed() {
        refuses(Map.of("problem", SECRET), "element problem, must be a String, found BigDecimal.");
        refuses(Map.of("rules", "CC-010"), "element rules, must be a List, found String.");
        refuses(Map.of("product", "high"), "element product, must be a Tuple, found String.");
        refuses(
                Map.of("because", List.of(tuple("reference", SECRET))),
                "element because[0].reference, must be a String, found BigDecimal.");
    }

    @Test
    void missingElementIsNamed() {
        Map<String, @Nullable Object> none = new LinkedHashMap<>();
        none.put("problem", null);

        refuses(none, "element problem, must be a String, found null.");
    }

    @Test
    void elementThatNobodyReadsIsNamed() {
        refuses(
                Map.of("trend", List.of(tuple("analyte", "PTH", "moment", "2026-11-21"))),
                "element trend[0], must not have the elements moment: NewestResult has analyte, display, effective,"
                        + " reference, unit, value.");
    }

    @Test
    void nullsInListsAreLeftOut() {
        assertThat(value(Arrays.asList("a", null, "b")).texts()).containsExactly("a", "b");
    }

    private static void refuses(Map<String, ? extends @Nullable Object> changes, String message) {
        assertThatExceptionOfType(EvaluationException.class)
                .isThrownBy(() -> EvidenceReader.evidence(value(evidence(changes))))
                .withMessage("Library Plan, define action[0].extension, " + message)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(SECRET.toString()));
    }

    private static DefineValue value(Object value) {
        return DefineValue.of("Plan", "action[0].extension", value);
    }

    private static Tuple evidence(Map<String, ? extends @Nullable Object> changes) {
        Tuple evidence = tuple(
                "rules", List.of("CC-010"),
                "problem", "MINERAL",
                "product",
                        tuple("value", SECRET, "unit", "mg2/dL2", "tier", "HIGH", "flags", List.of(), "pairAgeDays", 3),
                "trend", List.of(),
                "because", List.of(tuple("reference", "Observation/1", "display", "Calcium 10.2 mg/dL")),
                "sources", List.of("F21"));
        evidence.getElements().putAll(changes);
        return evidence;
    }

    private static Tuple tuple(Object... namesAndValues) {
        LinkedHashMap<String, @Nullable Object> elements = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            elements.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        Tuple tuple = new Tuple();
        tuple.setElements(elements);
        return tuple;
    }
}
