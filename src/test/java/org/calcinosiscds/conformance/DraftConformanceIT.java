package org.calcinosiscds.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.cdshooks.CaseQuestions;
import org.calcinosiscds.decision.Assessment;
import org.calcinosiscds.decision.DecisionSupport;
import org.calcinosiscds.order.DraftOrders;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

/** Every draft that is proposed in some case is a valid ServiceRequest of R4. */
@Tag("conformance")
@SpringBootTest
class DraftConformanceIT {
    @Autowired
    private DecisionSupport decisionSupport;

    @Autowired
    private DraftOrders draftOrders;

    @Test
    void everyOrderableIsProposedAsAValidRequest() {
        R4Validator validator = R4Validator.withoutContent();
        Map<String, String> drafts = new LinkedHashMap<>();
        for (PatientCase patient : PatientCase.all()) {
            if (!patient.answer().cards().isEmpty()) {
                drafts(patient).forEach(drafts::putIfAbsent);
            }
        }

        assertThat(drafts).hasSizeGreaterThan(30);
        assertThat(drafts)
                .allSatisfy((definition, draft) ->
                        assertThat(validator.errors(draft)).as(definition).isEmpty());
    }

    /** By canonical of what is ordered. */
    private Map<String, String> drafts(PatientCase patient) {
        Assessment assessment = decisionSupport.assess(CaseQuestions.about(patient, patient.record()));
        Map<String, String> drafts = new LinkedHashMap<>();
        assessment.recommendations().stream()
                .flatMap(card -> card.proposals().stream())
                .flatMap(proposal -> proposal.orders().stream())
                .forEach(order -> drafts.put(
                        order.definition(),
                        draftOrders.json(order, patient.patientId(), "encounter", assessment.asOf())));
        return drafts;
    }
}
