package org.calcinosiscds.fhirapi.patient;

import java.util.Objects;
import org.calcinosiscds.assess.LocalCodeSystems;
import org.calcinosiscds.assess.ProblemAssessment;
import org.calcinosiscds.assess.ProductObservation;
import org.calcinosiscds.cases.PatientCase;
import org.calcinosiscds.cql.CaseAssessments;
import org.calcinosiscds.decision.Assessment;
import org.calcinosiscds.knowledge.KnowledgeBase;
import org.calcinosiscds.record.PatientRecords;
import org.hl7.fhir.r4.model.CarePlan;

/** What {@code $apply} answers about a case, its hook's context included, for tests of other packages. */
public final class CasePlans {
    private static final KnowledgeBase KNOWLEDGE = CaseAssessments.knowledge();
    private static final ProposedCarePlan PLANS = new ProposedCarePlan(
            new ProductObservation(new LocalCodeSystems(KNOWLEDGE)),
            new ProblemAssessment(new LocalCodeSystems(KNOWLEDGE)),
            PatientRecords.drafts());

    private CasePlans() {}

    public static CarePlan of(PatientCase patient) {
        Assessment assessment = CaseAssessments.full(patient);
        return PLANS.of(
                assessment,
                patient.patientId(),
                new ProposedCarePlan.Context(
                        Objects.requireNonNull(KNOWLEDGE.plans().get(patient.service())), null, null));
    }
}
