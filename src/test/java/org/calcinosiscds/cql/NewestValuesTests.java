package org.calcinosiscds.cql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.decision.Evidence.NewestResult;
import org.calcinosiscds.decision.Recommendation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Up to five values of calcium, phosphate and PTH stand in the extension of each card, newest first.
 *
 * <p>Source: clinical/cards#trend.
 */
@Tag("once")
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
                                .filter(value -> analyte.equals(value.analyte()))
                                .map(NewestResult::effective)
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
                .allSatisfy(
                        card -> assertThat(trend(card).get(0).display()).isEqualTo("Calcium 11.2 mg/dL (2026-11-16)"));
    }

    private static List<NewestResult> trend(Recommendation card) {
        return card.evidence().trend();
    }
}
