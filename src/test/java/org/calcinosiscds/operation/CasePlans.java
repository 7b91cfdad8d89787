package org.calcinosiscds.operation;

import java.util.Objects;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.cql.CaseAssessments;
import org.calcinosiscds.decision.Assessment;
import org.calcinosiscds.fhir.PatientRecords;
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.hl7.fhir.r4.model.CarePlan;

/** What {@code $apply} answers about a case, its hook's context included, for tests of other packages. */
public final class CasePlans {
    private static final KnowledgeBase KNOWLEDGE = CaseAssessments.knowledge();
    private static final ProposedPlan PLANS = new ProposedPlan(
            new ProductObservation(new OwnCodes(KNOWLEDGE)),
            new ProblemAssessment(new OwnCodes(KNOWLEDGE)),
            PatientRecords.drafts());

    private CasePlans() {}

    public static CarePlan of(PatientCase patient) {
        Assessment assessment = CaseAssessments.full(patient);
        return PLANS.of(
                assessment,
                patient.patientId(),
                new ProposedPlan.Context(
                        Objects.requireNonNull(KNOWLEDGE.plans().get(patient.service())), null, null));
    }
}
