package org.calcinosiscds.cql;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.SoftAssertions;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.decision.Recommendation;
import org.calcinosiscds.record.PatientBundle;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two results of one sample make the longest summaries, and none is cut. */
@Tag("once")
class TwinResultsTests {
    private static final BigDecimal A_LITTLE_MORE = new BigDecimal("1.04");

    /** For each set of rules the first case that has it. */
    @Test
    void noSummaryIsCutWhereEachResultHasATwin() {
        SoftAssertions softly = new SoftAssertions();
        Set<String> seen = new TreeSet<>();
        for (PatientCase patient : PatientCase.all()) {
            if (!seen.add(patient.service() + patient.answer().rules())) {
                continue;
            }
            List<Recommendation> cards =
                    CaseAnswers.assessment(patient, withTwins(patient.record())).recommendations();
            for (Recommendation card : cards) {
                softly.assertThat(card.summary())
                        .as("%s, %s", patient, card.rules())
                        .doesNotContain("...");
            }
        }
        softly.assertAll();
    }

    static PatientBundle withTwins(PatientBundle record) {
        List<Resource> twins = new ArrayList<>();
        for (Resource resource : record.byType().getOrDefault("Observation", List.of())) {
            if (resource instanceof Observation result
                    && result.hasValueQuantity()
                    && result.getValueQuantity().hasValue()) {
                Observation twin = (Observation) result.copy().setId(result.getIdPart() + "-twin");
                BigDecimal value = twin.getValueQuantity().getValue();
                twin.getValueQuantity()
                        .setValue(value.multiply(A_LITTLE_MORE).setScale(value.scale(), RoundingMode.UP));
                twins.add(twin);
            }
        }
        return record.with(twins, 0);
    }
}
