package org.calcinosiscds.order;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.cdshooks.CaseQuestions;
import org.calcinosiscds.decision.AssessmentRequest;
import org.calcinosiscds.decision.DecisionSupport;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

/** Each draft of each case is what HAPI would write. */
@SpringBootTest
class DraftsOfCasesIT {
    @Autowired
    private DecisionSupport decisionSupport;

    @Autowired
    private DraftOrders drafts;

    @Autowired
    private FhirContext fhir;

    @Test
    void preparedDraftsAreThoseOfHapi() {
        int compared = 0;
        for (PatientCase patient : PatientCase.all()) {
            AssessmentRequest question = CaseQuestions.about(patient, patient.record());
            for (DraftOrder order : decisionSupport.assess(question).recommendations().stream()
                    .flatMap(card -> card.proposals().stream())
                    .flatMap(proposal -> proposal.orders().stream())
                    .toList()) {
                for (String encounter : new String[] {null, "encounter"}) {
                    assertThat(drafts.json(order, patient.patientId(), encounter, question.asOf()))
                            .as(patient.toString())
                            .isEqualTo(fhir.newJsonParser()
                                    .encodeResourceToString(
                                            drafts.resource(order, patient.patientId(), encounter, question.asOf())));
                    compared++;
                }
            }
        }
        assertThat(compared).isGreaterThan(2000);
    }
}
