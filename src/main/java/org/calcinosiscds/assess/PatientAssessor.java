package org.calcinosiscds.assess;

import java.util.List;
import java.util.function.Predicate;
import org.calcinosiscds.context.HookContext;
import org.calcinosiscds.decision.Assessment;
import org.calcinosiscds.decision.AssessmentRequest;
import org.calcinosiscds.decision.DecisionSupport;
import org.calcinosiscds.decision.OverloadedException;
import org.calcinosiscds.decision.Recommendation;
import org.calcinosiscds.order.DraftOrders;
import org.calcinosiscds.outcome.FaultLog;
import org.calcinosiscds.outcome.RequestException;
import org.calcinosiscds.record.PatientBundle;
import org.calcinosiscds.record.PatientRecord;
import org.calcinosiscds.time.Deadline;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RiskAssessment;
import org.hl7.fhir.r4.model.ServiceRequest;

/** Assesses one patient and returns the result as FHIR resources. A failure for one patient does not affect the others. */
public class PatientAssessor implements RecordAssessor {
    private final DecisionSupport decisionSupport;
    private final ProductObservation products;
    private final ProblemAssessment problems;
    private final DraftOrders draftOrders;
    private final FaultLog faults;

    public PatientAssessor(
            DecisionSupport decisionSupport,
            ProductObservation products,
            ProblemAssessment problems,
            DraftOrders draftOrders,
            FaultLog faults) {
        this.decisionSupport = decisionSupport;
        this.products = products;
        this.problems = problems;
        this.draftOrders = draftOrders;
        this.faults = faults;
    }

    /**
     * The result for one patient: the product, then each problem with the orders proposed for it, the explanation if it is asked for, and issues for data that was left out
     * because it is not understood; an OperationOutcome alone when the Patient is not understood or our own logic failed.
     *
     * @throws OverloadedException when the service is busy; nothing is known of the patient then
     */
    @Override
    public PatientResult assess(PatientRecord record, AssessParameters parameters) {
        return assess(record, parameters, assessment -> true);
    }

    /**
     * The same.
     *
     * @param isWritten whether the result has the FHIR resources, too
     */
    PatientResult assess(PatientRecord record, AssessParameters parameters, Predicate<Assessment> isWritten) {
        if (!record.errors().isEmpty()) {
            return PatientResult.failed(record.location(), record.errors());
        }
        try {
            return PatientResult.of(record.location(), answer(record.bundle(), parameters, isWritten), record.notes());
        } catch (OverloadedException | RequestException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            return PatientResult.failed(record.location(), List.of(faults.log(e).at(record.location())));
        }
    }

    private AssessedPatient answer(
            PatientBundle patient, AssessParameters parameters, Predicate<Assessment> isWritten) {
        HookContext context = parameters.context();
        AssessmentRequest question = new AssessmentRequest(
                parameters.service().id(),
                patient,
                parameters.asOf(),
                context.userType(),
                context.encounterOf(patient),
                context.session(patient, parameters.service().hook()));
        Assessment assessment = decisionSupport.assessFully(question);
        String id = patient.patient().getIdPart();
        Reference subject = new Reference("Patient/" + id);
        if (!isWritten.test(assessment)) {
            return new AssessedPatient(subject.getReference(), patient, assessment, List.of());
        }
        PatientResources answer = new PatientResources(id
                + '|'
                + parameters.asOf().toInstant()
                + '|'
                + parameters.service().id());
        if (assessment.productReport() != null) {
            answer.add(products.of(assessment.productReport(), assessment.asOf(), subject));
        }
        for (Recommendation recommendation : assessment.recommendations()) {
            RiskAssessment risk = problems.of(recommendation, assessment, subject);
            String reference = answer.add(risk);
            recommendation.proposals().stream()
                    .flatMap(proposal -> proposal.orders().stream())
                    .map(order -> draftOrders.resource(order, id, context.encounterId(), assessment.asOf()))
                    .forEach(order -> {
                        if (order instanceof ServiceRequest request) {
                            request.addSupportingInfo(new Reference(reference));
                        }
                        answer.add(order);
                    });
        }
        if (parameters.isExplained()) {
            answer.add(ExplanationParameters.of(subject, decisionSupport.explain(question, Deadline.NONE)));
        }
        return new AssessedPatient(subject.getReference(), patient, assessment, answer.entries());
    }
}
