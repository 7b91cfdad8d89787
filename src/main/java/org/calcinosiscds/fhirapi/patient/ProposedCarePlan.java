package org.calcinosiscds.fhirapi.patient;

import java.util.Locale;
import org.calcinosiscds.assess.ProblemAssessment;
import org.calcinosiscds.assess.ProductObservation;
import org.calcinosiscds.decision.Assessment;
import org.calcinosiscds.decision.Recommendation;
import org.calcinosiscds.decision.Recommendation.Source;
import org.calcinosiscds.decision.Suggestion;
import org.calcinosiscds.knowledge.Canonicals;
import org.calcinosiscds.order.DraftOrder;
import org.calcinosiscds.order.DraftOrders;
import org.calcinosiscds.time.AsOf;
import org.hl7.fhir.r4.model.CarePlan;
import org.hl7.fhir.r4.model.CarePlan.CarePlanIntent;
import org.hl7.fhir.r4.model.CarePlan.CarePlanStatus;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.PlanDefinition;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedArtifact;
import org.hl7.fhir.r4.model.RelatedArtifact.RelatedArtifactType;
import org.hl7.fhir.r4.model.RequestGroup;
import org.hl7.fhir.r4.model.RequestGroup.ActionGroupingBehavior;
import org.hl7.fhir.r4.model.RequestGroup.ActionSelectionBehavior;
import org.hl7.fhir.r4.model.RequestGroup.RequestGroupActionComponent;
import org.hl7.fhir.r4.model.RequestGroup.RequestIntent;
import org.hl7.fhir.r4.model.RequestGroup.RequestPriority;
import org.hl7.fhir.r4.model.RequestGroup.RequestStatus;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.RiskAssessment;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Writes an assessment as the result of {@code $apply}: a CarePlan that contains a RequestGroup with an action for each recommendation,
 * the draft orders of the actions, and the evidence.
 */
@Component
class ProposedCarePlan {
    private static final String ACTION_TYPE = "http://terminology.hl7.org/CodeSystem/action-type";

    private final ProductObservation products;
    private final ProblemAssessment problems;
    private final DraftOrders draftOrders;

    ProposedCarePlan(ProductObservation products, ProblemAssessment problems, DraftOrders draftOrders) {
        this.products = products;
        this.problems = problems;
        this.draftOrders = draftOrders;
    }

    /**
     * The context in which the plan is applied.
     *
     * @param encounter reference, such as {@code Encounter/1}; null when unknown
     * @param practitioner reference to the requesting practitioner; null when unknown
     */
    record Context(
            PlanDefinition plan,
            @Nullable String encounter,
            @Nullable String practitioner) {
        @Nullable
        String encounterId() {
            return encounter == null ? null : new IdType(encounter).getIdPart();
        }

        String canonical() {
            return Canonicals.of(plan);
        }
    }

    CarePlan of(Assessment assessment, String patientId, Context context) {
        Reference subject = new Reference("Patient/" + patientId);
        DateTimeType asOf = new DateTimeType(AsOf.text(assessment.asOf()));
        RequestGroup group = new RequestGroup()
                .setStatus(RequestStatus.DRAFT)
                .setIntent(RequestIntent.PROPOSAL)
                .setSubject(subject)
                .setAuthoredOnElement(asOf)
                .addInstantiatesCanonical(context.canonical());
        CarePlan carePlan = new CarePlan()
                .setStatus(CarePlanStatus.DRAFT)
                .setIntent(CarePlanIntent.PROPOSAL)
                .setTitle(context.plan().getTitle())
                .setSubject(subject)
                .setCreatedElement(asOf)
                .addInstantiatesCanonical(context.canonical());
        if (context.encounter() != null) {
            group.setEncounter(new Reference(context.encounter()));
            carePlan.setEncounter(new Reference(context.encounter()));
        }
        if (context.practitioner() != null) {
            group.setAuthor(new Reference(context.practitioner()));
            carePlan.setAuthor(new Reference(context.practitioner()));
        }
        Contents contents = new Contents(carePlan, group, subject, patientId, assessment, context);
        contents.fill();
        return carePlan;
    }

    /** Puts the recommendations into a plan. */
    private final class Contents {
        private final CarePlan carePlan;
        private final RequestGroup group;
        private final Reference subject;
        private final String patientId;
        private final Assessment assessment;
        private final Context context;

        Contents(
                CarePlan carePlan,
                RequestGroup group,
                Reference subject,
                String patientId,
                Assessment assessment,
                Context context) {
            this.carePlan = carePlan;
            this.group = group;
            this.subject = subject;
            this.patientId = patientId;
            this.assessment = assessment;
            this.context = context;
        }

        void fill() {
            carePlan.addActivity().setReference(contained("request-group", group));
            if (assessment.productReport() != null) {
                carePlan.addSupportingInfo(
                        contained("product", products.of(assessment.productReport(), assessment.asOf(), subject)));
            }
            assessment.recommendations().forEach(recommendation -> group.addAction(action(recommendation)));
        }

        private RequestGroupActionComponent action(Recommendation recommendation) {
            RiskAssessment why = problems.of(recommendation, assessment, subject);
            Reference evidence = contained("problem-" + (group.getAction().size() + 1), why);
            carePlan.addSupportingInfo(evidence);
            RequestGroupActionComponent action = new RequestGroupActionComponent()
                    .setTitle(recommendation.summary())
                    .setDescription(recommendation.detail())
                    .setPriority(priority(recommendation.urgency()));
            why.getReasonCode().forEach(action::addCode);
            action.addDocumentation(source(recommendation.source()));
            recommendation.links().stream()
                    .filter(link -> !link.equals(recommendation.source()))
                    .forEach(link -> action.addDocumentation(source(link)));
            if (recommendation.proposals().isEmpty()) {
                // An action has a resource or actions of its own, exactly one of the two.
                return action.setResource(evidence);
            }
            action.setGroupingBehavior(ActionGroupingBehavior.VISUALGROUP)
                    .setSelectionBehavior(ActionSelectionBehavior.ANY);
            recommendation.proposals().forEach(proposal -> action.addAction(action(proposal)));
            return action;
        }

        private RequestGroupActionComponent action(Suggestion proposal) {
            RequestGroupActionComponent action = new RequestGroupActionComponent()
                    .setTitle(proposal.label())
                    .setGroupingBehavior(ActionGroupingBehavior.LOGICALGROUP)
                    .setSelectionBehavior(ActionSelectionBehavior.ALL);
            for (DraftOrder order : proposal.orders()) {
                Resource draft = draftOrders.resource(order, patientId, context.encounterId(), assessment.asOf());
                action.addAction()
                        .setTitle(order.title())
                        .setPriority(RequestPriority.fromCode(order.priority()))
                        .setType(type("create"))
                        .setResource(
                                contained("order-" + carePlan.getContained().size(), draft));
            }
            for (Suggestion.Deletion deletion : proposal.deletions()) {
                action.addAction()
                        .setTitle(deletion.description())
                        .setType(type("remove"))
                        .setResource(new Reference(deletion.reference()));
            }
            return action;
        }

        private Reference contained(String id, Resource resource) {
            resource.setId("#" + id);
            carePlan.addContained(resource);
            return new Reference("#" + id);
        }
    }

    private static RequestPriority priority(Recommendation.Urgency urgency) {
        return switch (urgency) {
            case CRITICAL -> RequestPriority.STAT;
            case WARNING -> RequestPriority.URGENT;
            case INFO -> RequestPriority.ROUTINE;
        };
    }

    private static RelatedArtifact source(Source source) {
        RelatedArtifact artifact =
                new RelatedArtifact().setType(RelatedArtifactType.CITATION).setDisplay(source.label());
        return source.url() == null ? artifact : artifact.setUrl(source.url());
    }

    private static CodeableConcept type(String code) {
        return new CodeableConcept(
                new Coding(ACTION_TYPE, code, code.substring(0, 1).toUpperCase(Locale.ROOT) + code.substring(1)));
    }
}
