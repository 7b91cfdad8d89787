package org.calcinosiscds.cql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.cdshooks.CaseQuestions;
import org.calcinosiscds.decision.AnsweredCards;
import org.calcinosiscds.decision.Assessment;
import org.calcinosiscds.decision.AssessmentRequest;
import org.calcinosiscds.decision.DecisionSupport;
import org.calcinosiscds.decision.Recommendation;
import org.calcinosiscds.decision.RequestAssessments;
import org.calcinosiscds.time.Deadline;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/** A problem that is left out makes room: no other card is lost, and what it held back appears. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class SnoozedProblemsIT {
    @Autowired
    private DecisionSupport decisionSupport;

    @Test
    void onlyTheCardOfASnoozedProblemIsMissing() {
        int more = 0;
        int orders = 0;
        for (PatientCase patient : PatientCase.all()) {
            if (!patient.parameters().isEmpty() || patient.answer().cards().size() < 2) {
                continue;
            }
            AssessmentRequest question = CaseQuestions.about(patient, patient.record());
            RequestAssessments assessments = decisionSupport.assessments(question);
            Assessment all = assessments.assess(AnsweredCards.NONE, Deadline.NONE);
            for (Recommendation snoozed : all.recommendations()) {
                AnsweredCards answered = new AnsweredCards(Set.of(snoozed.problem()), Map.of());
                Assessment left = assessments.assess(answered, Deadline.NONE);
                assertThat(said(left))
                        .as("%s without %s, evaluated anew", patient, snoozed.problem())
                        .isEqualTo(said(decisionSupport.assess(question.with(answered))));
                Set<String> expected = new HashSet<>(problems(all));
                expected.remove(snoozed.problem());

                assertThat(problems(left))
                        .as("%s without %s", patient, snoozed.problem())
                        .doesNotContain(snoozed.problem())
                        .containsAll(expected);
                assertThat(left.rules()).as("%s, rules", patient).isEqualTo(all.rules());
                more += problems(left).size() > expected.size() ? 1 : 0;
                orders += orders(left, expected).size() > orders(all, expected).size() ? 1 : 0;
            }
        }

        assertThat(more)
                .as("cases where a card that only informs takes the free place")
                .isPositive();
        assertThat(orders).as("cases where another card takes over an order").isPositive();
    }

    /** Cards with all that is on them, their orders by name. */
    private static List<List<Object>> said(Assessment assessment) {
        return assessment.recommendations().stream()
                .map(card -> List.<Object>of(
                        card.summary(),
                        card.detail(),
                        card.urgency(),
                        card.links(),
                        card.background(),
                        card.evidence(),
                        orders(
                                new Assessment(List.of(card), List.of(), null, "", assessment.asOf()),
                                Set.of(card.problem()))))
                .toList();
    }

    private static Set<String> problems(Assessment assessment) {
        return assessment.recommendations().stream()
                .map(Recommendation::problem)
                .collect(Collectors.toSet());
    }

    private static List<String> orders(Assessment assessment, Set<String> problems) {
        return assessment.recommendations().stream()
                .filter(card -> problems.contains(card.problem()))
                .flatMap(card -> card.proposals().stream())
                .flatMap(proposal -> proposal.orders().stream())
                .map(order -> order.definition())
                .toList();
    }
}
