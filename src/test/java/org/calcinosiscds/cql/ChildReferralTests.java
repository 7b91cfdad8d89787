package org.calcinosiscds.cql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.assertj.core.api.SoftAssertions;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.decision.Recommendation;
import org.calcinosiscds.decision.Suggestion;
import org.calcinosiscds.order.DraftOrder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The drafted referral of a child names the paediatric specialty wherever the card does, and that of an adult never does. */
@Tag("once")
class ChildReferralTests {
    private static final Set<String> FOR_ADULTS_TOO = Set.of("R-DERM", "R-NEPH", "R-TX", "R-ENDO", "R-SURG", "R-ONC");

    @Test
    void orderNamesThePaediatricSpecialtyWhereTheCardDoes() {
        SoftAssertions softly = new SoftAssertions();
        int ofChildren = 0;
        for (PatientCase patient : PatientCase.all()) {
            for (Recommendation card :
                    CaseAnswers.assessment(patient, patient.record()).recommendations()) {
                for (Suggestion suggestion : card.proposals()) {
                    boolean isForChild = suggestion.label().contains("paediatric ");
                    for (DraftOrder order : suggestion.orders()) {
                        if (FOR_ADULTS_TOO.contains(CaseAnswers.orderable(order.definition()))) {
                            softly.assertThat(order.code().getText().startsWith("Referral to paediatric "))
                                    .as("%s, %s", patient, order.title())
                                    .isEqualTo(isForChild);
                            softly.assertThat(order.title())
                                    .isEqualTo(order.code().getText());
                            if (!isForChild) {
                                softly.assertThat(order.code().getText())
                                        .as("%s, text of the ActivityDefinition", patient)
                                        .isEqualTo(CaseAnswers.COMPILED
                                                .knowledge()
                                                .activity(order.definition())
                                                .getCode()
                                                .getText());
                            }
                            ofChildren += isForChild ? 1 : 0;
                        }
                    }
                }
            }
        }
        softly.assertAll();
        assertThat(ofChildren).isPositive();
    }
}
