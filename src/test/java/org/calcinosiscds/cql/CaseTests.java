package org.calcinosiscds.cql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.calcinosiscds.cases.Answer;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.decision.Assessment;
import org.calcinosiscds.decision.Recommendation;
import org.calcinosiscds.record.PatientBundle;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each case under {@code fhir-resources/tests}: the answer is the expected one, all of it. */
class CaseTests {
    @TestFactory
    Stream<DynamicTest> everyCaseIsAnsweredAsItsFolderSays() {
        return PatientCase.all().stream().map(each -> dynamicTest(each.name(), () -> check(each)));
    }

    @Test
    void everyCaseSaysWhyAndAsksAtATimeAndForAUser() {
        assertThat(PatientCase.all()).isNotEmpty().allSatisfy(each -> {
            assertThat(each.expected().path("why").asString()).endsWith(".");
            assertThat(each.asOf()).isNotNull();
            assertThat(each.userType()).isNotBlank();
        });
    }

    private static void check(PatientCase patient) {
        Answer expected = patient.answer();
        PatientBundle record = patient.record();
        SoftAssertions softly = new SoftAssertions();
        Answer answer = CaseAnswers.answer(patient, record);
        softly.assertThat(answer.rules()).as("%s, rules", patient).isEqualTo(expected.rules());
        softly.assertThat(answer.product()).as("%s, product", patient).isEqualTo(expected.product());
        softly.assertThat(answer.types()).as("%s, types", patient).isEqualTo(expected.types());
        softly.assertThat(answer.cards()).as("%s, drafts", patient).isEqualTo(expected.cards());
        checkAssessment(patient, record, softly);
        softly.assertAll();
    }

    private static void checkAssessment(PatientCase patient, PatientBundle record, SoftAssertions softly) {
        Assessment assessment = CaseAssessments.withParameters(patient);
        Answer expected = patient.answer();
        softly.assertThat(assessment.rules()).as("%s, rules assessed", patient).isEqualTo(expected.rules());
        softly.assertThat(CaseAnswers.cards(assessment))
                .as("%s, cards", patient)
                .isEqualTo(expected.cards());
        for (Recommendation card : assessment.recommendations()) {
            softly.assertThat(card.summary())
                    .as("%s, summary", patient)
                    .isEqualTo(patient.summaries().get(card.problem()));
            softly.assertThat(CaseAnswers.proposed(card))
                    .as("%s, orders", patient)
                    .isEqualTo(patient.orders().get(card.problem()));
            softly.assertThat(CaseAnswers.proposed(card))
                    .as("%s, orders that its rules ask for", patient)
                    .isEqualTo(CaseAnswers.outstanding(patient, record, card));
            softly.assertThat(card.evidence().because())
                    .as("%s, what made it true", patient)
                    .isNotEmpty();
            softly.assertThat(CaseAnswers.product(card))
                    .as("%s, product on card", patient)
                    .isEqualTo(expected.product());
            softly.assertThat(CaseAnswers.deleted(card))
                    .as("%s, drafts to delete", patient)
                    .isEqualTo(patient.deletions().get(card.problem()));
            if (card.evidence().types() != null) { // The order services do not judge the type.
                softly.assertThat(Answer.types(card.evidence().types()))
                        .as("%s, types on card", patient)
                        .isEqualTo(expected.types());
            }
            softly.assertThat(expected.rules()).as("%s, rules on card", patient).containsAll(card.rules());
        }
    }
}
