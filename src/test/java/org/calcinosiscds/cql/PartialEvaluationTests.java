package org.calcinosiscds.cql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.cdshooks.CaseQuestions;
import org.calcinosiscds.decision.AnsweredCards;
import org.calcinosiscds.decision.AssessmentRequest;
import org.calcinosiscds.decision.PartialJudgement;
import org.calcinosiscds.decision.Recommendation;
import org.calcinosiscds.record.PatientBundle;
import org.calcinosiscds.record.PatientRecords;
import org.calcinosiscds.time.Deadline;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;

/** A problem that is judged without resources of a type has the card that it has with them. */
class PartialEvaluationTests {
    /** Of so many cases one is checked. */
    private static final int EVERY = 41;

    private static final List<String> TYPES = List.of(
            "Condition",
            "Encounter",
            "MedicationAdministration",
            "MedicationRequest",
            "MedicationStatement",
            "Observation",
            "Procedure",
            "ServiceRequest",
            "Specimen");

    private static final CqlDecisionSupport SUPPORT =
            new CqlDecisionSupport(CaseAnswers.COMPILED, List.of(), PatientLimiter.LIMITER);

    /** What a reader sees and can accept. */
    private record Shown(
            String problem, String summary, String detail, Object urgency, Object rules, String proposals) {
        static Shown of(Recommendation each) {
            return new Shown(
                    each.problem(),
                    each.summary(),
                    each.detail(),
                    each.urgency(),
                    each.rules(),
                    each.proposals().stream()
                            .map(proposal ->
                                    proposal.label() + proposal.orders().size() + proposal.deletions())
                            .toList()
                            .toString());
        }
    }

    @Test
    void judgedProblemsHaveTheCardsOfTheWholeRecord() {
        List<PatientCase> cases = PatientCase.all();
        int cards = 0;
        for (int number = 0; number < cases.size(); number += EVERY) {
            for (String type : TYPES) {
                cards += check(cases.get(number), type);
            }
        }
        assertThat(cards).isGreaterThan(50);
    }

    /** @return how many cards there are without resources of the type */
    private static int check(PatientCase patient, String type) {
        PatientBundle whole = PatientRecords.of(patient.bundle().toString(), patient.patientId());
        Map<String, List<Resource>> rest = new HashMap<>(whole.byType());
        rest.remove(type);
        PatientBundle part = new PatientBundle(whole.patient(), rest, 0).withoutTypes(Set.of(type));
        AssessmentRequest partly = CaseQuestions.about(patient, part);
        PartialJudgement judgement = SUPPORT.judgeWithout(Set.of(type), partly, Deadline.NONE);
        AssessmentRequest wholly = CaseQuestions.about(patient, whole);
        List<Shown> shown = shown(leavingOut(partly, judgement));
        assertThat(shown).as("%s without %s", patient.name(), type).isEqualTo(shown(leavingOut(wholly, judgement)));
        return shown.size();
    }

    private static AssessmentRequest leavingOut(AssessmentRequest question, PartialJudgement judgement) {
        return question.with(AnsweredCards.NONE.with(judgement.unjudged()));
    }

    private static List<Shown> shown(AssessmentRequest question) {
        return SUPPORT.assess(question, Deadline.NONE).recommendations().stream()
                .map(Shown::of)
                .toList();
    }
}
