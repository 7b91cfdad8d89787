package org.calcinosiscds.cql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.decision.Recommendation;
import org.junit.jupiter.api.Test;

/**
 * Up to five values of calcium, phosphate and PTH stand in the extension of each card, newest first.
 *
 * <p>Source: clinical/cards#trend.
 */
class NewestValuesTests {
    @Test
    void everyCardHasAtMostFiveValuesOfAnAnalyteNewestFirst() {
        assertThat(PatientCase.all().stream()
                        .filter(each -> each.folder().topic().equals("CC-033"))
                        .flatMap(each -> CaseAssessments.full(each).recommendations().stream()))
                .isNotEmpty()
                .allSatisfy(card -> {
                    assertThat(trend(card)).isNotEmpty();
                    for (String analyte : List.of("Calcium", "Phosphate", "PTH")) {
                        List<String> days = trend(card).stream()
                                .filter(value -> analyte.equals(value.get("analyte")))
                                .map(value -> (String) value.get("effective"))
                                .toList();
                        assertThat(days)
                                .hasSizeLessThanOrEqualTo(5)
                                .isSortedAccordingTo((one, other) -> other.compareTo(one));
                    }
                });
    }

    @Test
    void valueStandsAsItWasSent() {
        assertThat(PatientCase.all().stream()
                        .filter(each -> each.name().equals("kidney-disease-g4-calcium-11-2"))
                        .flatMap(each -> CaseAssessments.full(each).recommendations().stream()))
                .isNotEmpty()
                .allSatisfy(card ->
                        assertThat(trend(card).get(0).get("display")).isEqualTo("Calcium 11.2 mg/dL (2026-11-16)"));
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> trend(Recommendation card) {
        return (List<Map<String, Object>>) card.evidence().get("trend");
    }
}
